//! What the office knows: answers published by another than who wrote them, advice cleared and sent with a trace, and both told when a text they rest on
//! has changed.

use kernel::{RecordId, Value};
use spine::knowledge::queries::{Resting, basis_changed, found, past_review};
use spine::knowledge::{AdviceGiven, AdviceRequest, AdviceState, ArticleState, Basis, KnowledgeArticle};
use spine::limits;
use testkit::{Backend, World};

use crate::documents::{brought_into_force, numbered};

on_both!(
    sp_10_an_article_is_published_by_another_and_found_in_both_languages,
    sp_10_what_is_corrected_is_published_anew_and_what_is_old_is_looked_at,
    ov_09_superseding_a_directive_tells_its_articles_and_the_advice_sent_from_them,
    ov_09_advice_is_cleared_by_another_and_what_was_sent_stays,
    sp_18_what_rests_on_a_hidden_change_is_not_told,
);

fn wording(world: &World, question: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("question_en", question.into()),
        ("question_fr", "Qui délivre l’habilitation d’un visiteur ?".into()),
        ("answer_en", "The authority of the visitor's nation confirms it.".into()),
        ("answer_fr", "L’autorité du pays du visiteur la confirme.".into()),
        ("keywords", "visit visite RFV".into()),
        ("desk", "desk_clearance".into()),
        ("readership", "audience_nations".into()),
        ("review_by", world.today().saturating_add(jiff::Span::new().days(100)).into()),
    ]
}

fn written(world: &World, question: &str) -> RecordId {
    world.as_("officer").makes("knowledge_articles.write", &wording(world, question))
}

fn on(article: RecordId) -> [(&'static str, Value); 1] {
    [("article", article.into())]
}

fn exactly(world: &World, article: RecordId) -> [(&'static str, Value); 2] {
    [("article", article.into()), ("digest", world.as_("auditor").field("knowledge_articles", article, "digest"))]
}

fn published(world: &World, question: &str) -> RecordId {
    let article = written(world, question);
    world.as_("officer").does("knowledge_articles.submit", &on(article));
    world.as_("technician").does("knowledge_articles.publish", &exactly(world, article));
    article
}

fn cites(world: &World, article: RecordId, document: RecordId, component: Option<&str>) -> RecordId {
    let fields = [("article", article.into()), ("document", document.into()), ("component", component.map_or(Value::Null, Value::from))];
    world.as_("officer").does("bases.cite", &fields);
    let all = world.as_("officer").sees(move |view| view.having::<Basis>("article", article));
    all.into_iter().find(|basis| basis.body.document.raw() == document).unwrap().head.id
}

/// What the worklist shows somebody: numbers of articles and of advice.
fn changed(world: &World, who: &str) -> Vec<String> {
    let today = world.today();
    let all = world.as_(who).sees(move |view| basis_changed(view, today, 50));
    let mut told: Vec<String> = all
        .into_iter()
        .map(|c| match c.resting {
            Resting::Article(article) => article.body.number,
            Resting::Advice(advice) => advice.body.number,
        })
        .collect();
    told.sort();
    told
}

fn asked(world: &World) -> RecordId {
    let fields = [
        ("question", Value::from("May our visitor come with a provisional clearance?")),
        ("requester", "Delegation of Estonia".into()),
        ("advice_channel", "advice_email".into()),
        ("desk", "desk_clearance".into()),
    ];
    world.as_("officer").makes("advice_requests.receive", &fields)
}

fn request(world: &World, id: RecordId) -> AdviceRequest {
    world.as_("auditor").record::<AdviceRequest>(id).body
}

/// Answered from an article by the technician, cleared by the officer, sent by the technician.
fn advised(world: &World, article: RecordId) -> RecordId {
    let id = asked(world);
    let answer = [("request", id.into()), ("answer", "Not to the vault.".into()), ("article", article.into())];
    world.as_("technician").does("advice_requests.draft_answer", &answer);
    let digest = world.as_("auditor").field("advice_requests", id, "digest");
    world.as_("officer").does("advice_requests.clear", &[("request", id.into()), ("digest", digest)]);
    world.as_("technician").does("advice_requests.send", &[("request", id.into()), ("advice_channel", "advice_email".into())]);
    id
}

fn sp_10_an_article_is_published_by_another_and_found_in_both_languages(backend: Backend) {
    let world = World::new(backend);
    let id = written(&world, "Who clears a visitor?");
    let search = |words: &'static str| {
        world.as_("registry").sees(move |view| found(view, words, 50)).into_iter().map(|a| a.head.id).collect::<Vec<_>>()
    };
    assert_eq!(search("visitor"), [], "a draft answers nothing");
    world.as_("officer").does("knowledge_articles.submit", &on(id));
    assert_eq!(world.as_("officer").refused("knowledge_articles.publish", &exactly(&world, id)), ["article-published-by-author"]);
    assert_eq!(
        world.as_("technician").refused("knowledge_articles.publish", &[on(id)[0].clone(), ("digest", "0".into())]),
        ["text-changed-meanwhile"]
    );
    world.as_("technician").does("knowledge_articles.publish", &exactly(&world, id));
    let body = world.as_("auditor").record::<KnowledgeArticle>(id).body;
    assert_eq!(
        (body.number.as_str(), body.state, body.published_by),
        ("KB/2026/001", ArticleState::Published, Some(world.as_("technician").person))
    );
    // Either language, without accents, by the beginning of words, in the answer, by what people call it.
    for words in ["clears visitor", "habilitation", "delivre visiteur", "autorite", "nation", "rfv", "KB/2026/001", ""] {
        assert_eq!(search(words), [id], "{words}");
    }
    assert_eq!(search("visitor vault"), [], "every word is wanted");
    world.verified();
}

fn sp_10_what_is_corrected_is_published_anew_and_what_is_old_is_looked_at(backend: Backend) {
    let world = World::new(backend);
    let id = published(&world, "Who clears a visitor?");
    let late = |world: &World| {
        let today = world.today();
        world.as_("officer").sees(move |view| past_review(view, today, 50)).len()
    };
    world.days_pass(100);
    assert_eq!(late(&world), 0);
    world.days_pass(1);
    assert_eq!(late(&world), 1, "it is due for a review, and still answers");
    let in_days = |days: i64| Value::from(world.today().saturating_add(jiff::Span::new().days(days)));
    let confirm = |days: i64| [("article", id.into()), ("reason", "Held against the directive".into()), ("review_by", in_days(days))];
    assert_eq!(world.as_("officer").refused("knowledge_articles.confirm", &confirm(0)), ["date-in-past"]);
    world.as_("officer").does("knowledge_articles.confirm", &confirm(90));
    assert_eq!(late(&world), 0);
    let version = |world: &World| world.as_("officer").record::<KnowledgeArticle>(id).head.version;
    let edit =
        |seen: i64| [&[("article", id.into()), ("version", seen.into())][..], &wording(&world, "Who confirms a clearance?")].concat();
    assert_eq!(world.as_("technician").refused("knowledge_articles.edit", &edit(1)), ["conflict"]);
    world.as_("technician").does("knowledge_articles.edit", &edit(version(&world)));
    let body = world.as_("auditor").record::<KnowledgeArticle>(id).body;
    assert_eq!((body.state, body.published_by, body.author_person), (ArticleState::Draft, None, world.as_("technician").person));
    world.as_("technician").does("knowledge_articles.submit", &on(id));
    assert_eq!(
        world.as_("technician").refused("knowledge_articles.publish", &exactly(&world, id)),
        ["article-published-by-author"],
        "whoever wrote it last"
    );
    world.as_("officer").does("knowledge_articles.send_back", &[("article", id.into()), ("reason", "A word is missing".into())]);
    world.as_("technician").does("knowledge_articles.submit", &on(id));
    world.as_("officer").does("knowledge_articles.publish", &exactly(&world, id));
    world.as_("officer").does("knowledge_articles.retire", &[("article", id.into()), ("reason", "Nobody asks".into())]);
    assert_eq!(world.as_("officer").sees(|view| found(view, "", 50)).len(), 0);
    world.verified();
}

fn ov_09_superseding_a_directive_tells_its_articles_and_the_advice_sent_from_them(backend: Backend) {
    let world = World::new(backend);
    let directive = numbered(&world, "Directive on visits", &[]);
    let other = numbered(&world, "Directive on mail", &[]);
    brought_into_force(&world, directive, "version_number", "Old text");
    brought_into_force(&world, other, "version_number", "Mail");
    let articles: Vec<RecordId> = (1..=5).map(|at| published(&world, &format!("Question {at}?"))).collect();
    let bases: Vec<RecordId> = articles.iter().map(|article| cites(&world, *article, directive, None)).collect();
    let apart = published(&world, "About mail?");
    cites(&world, apart, other, None);
    let draft = written(&world, "Not yet answered?");
    cites(&world, draft, directive, None);
    advised(&world, articles[0]);
    assert_eq!(changed(&world, "officer"), Vec::<String>::new());
    world.days_pass(3);
    brought_into_force(&world, directive, "version_revision", "New text");
    let five = ["ADV/2026/001/1", "KB/2026/001", "KB/2026/002", "KB/2026/003", "KB/2026/004", "KB/2026/005"];
    assert_eq!(changed(&world, "officer"), five, "the five articles and the advice, and nothing else");
    // One is still right, one rests on it no longer, one is retired.
    world.as_("officer").does("bases.still_right", &[("basis", bases[0].into()), ("review_result", "Paragraph 4 is the same".into())]);
    world.as_("officer").does("bases.no_longer", &[("basis", bases[1].into()), ("review_result", "Rests on the law now".into())]);
    world.as_("officer").does("knowledge_articles.retire", &[("article", articles[2].into()), ("reason", "Old".into())]);
    assert_eq!(
        changed(&world, "officer"),
        ["ADV/2026/001/1", "KB/2026/004", "KB/2026/005"],
        "the advice rests on what it rested on when it was sent"
    );
    let advice = world.as_("officer").sees(|view| view.every::<AdviceGiven>()).remove(0);
    let basis = world.as_("officer").sees(move |view| view.having::<Basis>("advice", advice.head.id)).remove(0);
    world.as_("officer").does("bases.no_longer", &[("basis", basis.head.id.into()), ("review_result", "The delegation was told".into())]);
    // A part of it is superseded: only what rests on that part, or on the whole, is told.
    world.days_pass(1);
    let (annex_a, annex_b) = (published(&world, "Annex A?"), published(&world, "Annex B?"));
    cites(&world, annex_a, directive, Some("Annex A"));
    cites(&world, annex_b, directive, Some("Annex B"));
    world.time_passes(jiff::SignedDuration::from_mins(1));
    let part = [
        ("document", other.into()),
        ("relation", "rel_supersedes_in_part".into()),
        ("other", directive.into()),
        ("component", "annex a".into()),
    ];
    world.as_("head").does("document_relations.relate", &part);
    let number = |id: RecordId| world.as_("auditor").record::<KnowledgeArticle>(id).body.number;
    let told = changed(&world, "officer");
    assert!(told.contains(&number(annex_a)) && told.contains(&number(articles[0])) && !told.contains(&number(annex_b)), "{told:?}");
    // What is withdrawn is in force no longer either, and nothing can be held against it.
    let version = world.as_("head").sees(move |view| {
        let all = view.having::<spine::documents::controlled::DocumentVersion>("document", directive)?;
        Ok(all.into_iter().find(|v| v.body.valid_from.is_some() && v.body.valid_until.is_none()).map(|v| v.head.id))
    });
    let withdraw = [("document_version", version.unwrap().into()), ("reason", "Wrong".into())];
    world.as_("head").does("document_versions.withdraw", &withdraw);
    assert!(changed(&world, "officer").contains(&number(annex_b)));
    let still = [("basis", bases[3].into()), ("review_result", "Is it?".into())];
    assert_eq!(world.as_("officer").refused("bases.still_right", &still), ["basis-not-in-force"]);
    let cite = [("article", annex_b.into()), ("document", directive.into())];
    assert_eq!(world.as_("officer").refused("bases.cite", &cite), ["basis-not-in-force"]);
    world.verified();
}

fn ov_09_advice_is_cleared_by_another_and_what_was_sent_stays(backend: Backend) {
    let world = World::new(backend);
    let directive = numbered(&world, "Directive on visits", &[]);
    brought_into_force(&world, directive, "version_number", "Text");
    let article = published(&world, "Who clears a visitor?");
    let id = asked(&world);
    let body = request(&world, id);
    // A Monday: five working days later it is Monday again.
    assert_eq!(limits::ADVICE_WORKING_DAYS, 5);
    assert_eq!((body.number.as_str(), body.due_on.to_string().as_str()), ("ADV/2026/001", "2026-03-09"));
    let answer = |more: &[(&'static str, Value)]| [&[("request", id.into()), ("answer", "Not to the vault.".into())][..], more].concat();
    assert_eq!(world.as_("technician").refused("advice_requests.draft_answer", &answer(&[])), ["advice-without-basis"]);
    let draft = written(&world, "Not published?");
    assert_eq!(
        world.as_("technician").refused("advice_requests.draft_answer", &answer(&[("article", draft.into())])),
        ["article-not-published"]
    );
    world.as_("technician").does("advice_requests.draft_answer", &answer(&[("article", article.into()), ("document", directive.into())]));
    let digest = || world.as_("auditor").field("advice_requests", id, "digest");
    let clear = |digest: Value| [("request", id.into()), ("digest", digest)];
    let old = digest();
    assert_eq!(world.as_("technician").refused("advice_requests.clear", &clear(old.clone())), ["advice-cleared-by-author"]);
    let send = [("request", id.into()), ("advice_channel", "advice_letter".into())];
    assert_eq!(world.as_("technician").refused("advice_requests.send", &send), ["state-not-allowed"], "not before it is cleared");
    let again = [
        ("request", id.into()),
        ("answer", "Not to the vault, nor the annex.".into()),
        ("article", article.into()),
        ("document", directive.into()),
    ];
    world.as_("technician").does("advice_requests.draft_answer", &again);
    assert_eq!(
        world.as_("officer").refused("advice_requests.clear", &clear(old)),
        ["text-changed-meanwhile"],
        "what was read is what is cleared"
    );
    world.as_("officer").does("advice_requests.clear", &clear(digest()));
    world.as_("technician").does("advice_requests.send", &send);
    let given =
        |world: &World| world.as_("auditor").sees(|view| view.every::<AdviceGiven>()).into_iter().map(|a| a.body).collect::<Vec<_>>();
    let first = given(&world).remove(0);
    assert_eq!((first.number.as_str(), first.given_to.as_str()), ("ADV/2026/001/1", "Delegation of Estonia"));
    assert_eq!((first.answer.as_str(), first.cleared_by), ("Not to the vault, nor the annex.", Some(world.as_("officer").person)));
    let rests = world.as_("auditor").sees(|view| view.every::<Basis>());
    assert_eq!(rests.iter().filter(|b| b.body.advice.is_some()).count(), 1, "on the document it named");
    // They come back; the second answer stands beside the first.
    let due = [("request", id.into()), ("reason", "They ask about the annex".into()), ("due_on", world.today().into())];
    world.as_("technician").does("advice_requests.reopen", &due);
    world.as_("officer").does("advice_requests.draft_answer", &answer(&[("article", article.into())]));
    world.as_("technician").does("advice_requests.clear", &clear(digest()));
    world.as_("officer").does("advice_requests.send", &[&send[..], &[("given_to", "Colonel Tamm".into())]].concat());
    let told: Vec<_> = given(&world).into_iter().map(|a| (a.number, a.given_to)).collect();
    let of = |number: &str, to: &str| (number.to_owned(), to.to_owned());
    assert_eq!(told, [of("ADV/2026/001/1", "Delegation of Estonia"), of("ADV/2026/001/2", "Colonel Tamm")]);
    world.as_("technician").does("advice_requests.close", &[("request", id.into())]);
    assert_eq!(request(&world, id).state, AdviceState::Closed);
    world.verified();
}

/// What changed is above the reader: nothing tells them that it did.
fn sp_18_what_rests_on_a_hidden_change_is_not_told(backend: Backend) {
    let world = World::new(backend);
    let directive = numbered(&world, "Directive on visits", &[]);
    brought_into_force(&world, directive, "version_number", "Text");
    let article = published(&world, "Who clears a visitor?");
    cites(&world, article, directive, None);
    world.time_passes(jiff::SignedDuration::from_mins(1));
    let fields = [
        ("kind", Value::from("doc_directive")),
        ("title_en", "Visits to the vault".into()),
        ("title_fr", "Visites de la chambre forte".into()),
        ("desk", "desk_policy".into()),
        ("level", "C".into()),
    ];
    let closed = world.as_("head").makes("controlled_documents.register", &fields);
    world
        .as_("head")
        .does("document_relations.relate", &[("document", closed.into()), ("relation", "rel_amends".into()), ("other", directive.into())]);
    assert_eq!(changed(&world, "head"), ["KB/2026/001"]);
    assert_eq!(changed(&world, "registry"), Vec::<String>::new());
}
