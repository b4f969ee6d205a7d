//! Starting a campaign, which freezes whom it asks, and closing it.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register};
use ledger::transition::{begin, step};
use ledger::{Changes, Command, Context, Error, Loader};

use super::invitations::Ask;
use super::queries::{Asked, asked, owed};
use super::rules::asks;
use super::{BRIEFERS, BriefingCampaign, CampaignState, PURPOSE};
use crate::clearances::record::CATEGORY_CHARS_MAX;
use crate::clearances::{BriefingKind, Topic};
use crate::limits;
use crate::people::Person;
use crate::series;

/// Name of the series campaigns are numbered in.
const SERIES: &str = "BRC";

/// Starts a campaign: everybody in post whose briefing of a kind is due by a day, and who was not asked yet, is asked.
#[derive(Clone, Debug, Fields)]
pub struct Start {
    /// What it is called.
    pub title: String,
    /// What people are briefed on.
    pub kind: BriefingKind,
    /// The category of a special briefing, as the security policy names it.
    #[field(max = CATEGORY_CHARS_MAX)]
    pub category: Option<String>,
    /// It asks those whose briefing is due by this day.
    pub due_before: Date,
    /// What is asked.
    #[field(flatten)]
    pub ask: Ask,
}

impl Command for Start {
    const NAME: &'static str = "briefing_campaigns.start";
    const DUTIES: &'static [Duty] = BRIEFERS;
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Vec<Record<Person>>, series::Standing);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let year = i64::from(loader.view().today.year());
        // Whom the rule finds is asked, whoever starts it sees: their own briefing, and that of a restricted person, is due like any other.
        loader.facts(|view| {
            let all = owed(view, 0)?;
            let as_typed = Topic { kind: self.kind, category: self.category.clone() };
            let topic = Topic::said(self.kind, self.category.as_deref(), view.policy).unwrap_or(as_typed);
            let mut chosen: Vec<RecordId> = all.iter().filter(|o| asks(&o.obligation, &topic, self.due_before)).map(|o| o.person).collect();
            chosen.truncate(limits::CAMPAIGN_PEOPLE_MAX + 1);
            let mut people: HashMap<RecordId, Record<Person>> = HashMap::new();
            for part in chosen.chunks(limits::PAGE_ROWS_MAX) {
                people.extend(view.having_any::<Person>("id", part)?.into_iter().map(|p| (p.head.id, p)));
            }
            let people = chosen.iter().filter_map(|id| people.remove(id)).collect();
            Ok((people, series::load(view, SERIES, year)?))
        })
    }

    fn decide(&self, (people, standing): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = self.ask.defects(cx);
        let topic = Topic::said(self.kind, self.category.as_deref(), cx.policy);
        wrong.extend(topic.as_ref().err().cloned());
        if people.is_empty() {
            wrong.push(Refusal::new("campaign-asks-nobody").at("due_before"));
        }
        if people.len() > limits::CAMPAIGN_PEOPLE_MAX {
            wrong.push(Refusal::new("campaign-too-large").at("due_before").with("max", limits::CAMPAIGN_PEOPLE_MAX.to_string()));
        }
        Refused::unless_empty(wrong)?;
        let topic = topic?;
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&standing, SERIES, year, cx.new_id(), &mut changes);
        let campaign = BriefingCampaign {
            number: format!("{SERIES}/{year}/{number:03}"),
            title: self.title.clone(),
            kind: topic.kind,
            category: topic.category.clone(),
            state: CampaignState::Running,
            since: cx.micros(),
            due_before: self.due_before,
            invited: i64::try_from(people.len()).unwrap_or(i64::MAX),
            text_version: self.ask.text_version.clone(),
            answer_by: self.ask.answer_by,
            started_by: cx.person,
            reason: None,
        };
        let id = begin(&mut changes, cx.new_id(), &campaign, None, cx);
        for person in &people {
            self.ask.invite(person, topic.clone(), Some(id), cx, &mut changes)?;
        }
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Closes a campaign; with a reason while somebody has not answered, and then they are not reminded any more.
#[derive(Clone, Debug, Fields)]
pub struct Close {
    /// The campaign.
    #[field(hidden)]
    pub campaign: Id<BriefingCampaign>,
    /// Why, where answers are missing.
    #[field(long)]
    pub reason: Option<String>,
}

impl Command for Close {
    const NAME: &'static str = "briefing_campaigns.close";
    const DUTIES: &'static [Duty] = BRIEFERS;
    const ON: Option<&'static str> = Some(BriefingCampaign::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<BriefingCampaign>, Vec<Asked>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let campaign = loader.get(self.campaign)?;
        let all = loader.facts(|view| asked(view, self.campaign))?;
        Ok((campaign, all))
    }

    fn decide(&self, (campaign, all): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let missing = all.iter().filter(|asked| asked.waits()).count();
        if missing > 0 && self.reason.is_none() {
            return Err(Refusal::new("campaign-not-answered").at("reason").with("count", missing.to_string()).into());
        }
        step(&campaign, cx, self.reason.as_deref(), None, |c| c.reason.clone_from(&self.reason))
    }
}
