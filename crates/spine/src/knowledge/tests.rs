//! The tables of articles and of requests for advice.

use super::{ADVICE, ARTICLES, AdviceState, ArticleState};

#[test]
fn sp_10_the_lifecycles_of_articles_and_advice_have_no_defects() {
    assert_eq!(ARTICLES.defects(), Vec::<String>::new());
    assert_eq!(ADVICE.defects(), Vec::<String>::new());
    let codes = |table: &kernel::Lifecycle| table.states.iter().map(|s| s.code).collect::<Vec<_>>();
    assert_eq!(codes(&ARTICLES), ArticleState::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
    assert_eq!(codes(&ADVICE), AdviceState::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
}
