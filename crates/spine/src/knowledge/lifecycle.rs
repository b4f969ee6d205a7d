//! The lifecycles of articles and of requests for advice, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// What is drafted is reviewed and published by another; what is published is looked at again, corrected or retired.
pub static ARTICLES: Lifecycle = Lifecycle {
    states: &[
        State::on_path("article_draft", ClockOwner::Office),
        State::on_path("article_in_review", ClockOwner::Office),
        State::on_path("article_published", ClockOwner::Nobody),
        State::exit("article_retired"),
    ],
    moves: &[
        Move::by("knowledge_articles.submit", &["article_draft"], "article_in_review", &[]),
        Move::by("knowledge_articles.publish", &["article_in_review"], "article_published", &[]),
        Move::by("knowledge_articles.confirm", &["article_published"], "article_published", &["reason"]),
        Move::by("knowledge_articles.edit", &["article_draft", "article_in_review", "article_published"], "article_draft", &[]),
        Move::by("knowledge_articles.send_back", &["article_in_review"], "article_draft", &["reason"]),
        Move::by("knowledge_articles.retire", &["article_draft", "article_in_review", "article_published"], "article_retired", &["reason"]),
    ],
};

/// What is asked is answered in draft, cleared by another, sent, and closed; whoever is not content with it opens it again before.
pub static ADVICE: Lifecycle = Lifecycle {
    states: &[
        State::on_path("advice_received", ClockOwner::Office),
        State::on_path("advice_drafted", ClockOwner::Office),
        State::on_path("advice_cleared", ClockOwner::Office),
        State::on_path("advice_sent", ClockOwner::Requester),
        State::end("advice_closed"),
    ],
    moves: &[
        Move::by("advice_requests.draft_answer", &["advice_received", "advice_drafted", "advice_cleared"], "advice_drafted", &[]),
        Move::by("advice_requests.clear", &["advice_drafted"], "advice_cleared", &[]),
        Move::by("advice_requests.send", &["advice_cleared"], "advice_sent", &[]),
        Move::by("advice_requests.close", &["advice_sent"], "advice_closed", &[]),
        Move::by("advice_requests.reopen", &["advice_sent"], "advice_received", &["reason"]),
    ],
};
