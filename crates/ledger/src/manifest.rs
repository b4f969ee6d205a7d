//! The manifest: every register, command and query of the house, gathered once from the desks' `lib.rs`.

use std::collections::{BTreeSet, HashMap};

use access::CommandRule;
use kernel::{Job, RegisterDef};

use crate::command::CommandDef;
use crate::crypto::{Hash, sha256};
use crate::query::Query;
use crate::store::Meta;

/// What the ledger keeps, carries out and asks.
pub struct Manifest {
    registers: Vec<Meta>,
    by_name: HashMap<&'static str, usize>,
    commands: Vec<CommandDef>,
    commands_by_name: HashMap<&'static str, usize>,
    queries: Vec<&'static Query>,
    table: Hash,
}

impl Manifest {
    /// From the desks' lists; registers come after those they refer to. The plain add and change commands of editable registers
    /// are added here.
    pub fn new(registers: Vec<RegisterDef>, mut commands: Vec<CommandDef>, queries: Vec<&'static Query>) -> Self {
        let mut all = vec![
            <crate::identity::Account as kernel::Register>::DEF,
            <crate::identity::Credential as kernel::Register>::DEF,
            <crate::identity::ApiToken as kernel::Register>::DEF,
            <crate::approval::Approval as kernel::Register>::DEF,
            <crate::transition::Transition as kernel::Register>::DEF,
            <crate::sealed::SealedRead as kernel::Register>::DEF,
        ];
        all.extend(crate::rights::registers());
        all.extend(registers);
        commands.extend(crate::rights::commands());
        commands.extend(crate::approval::commands());
        commands.extend(crate::sealed::commands());
        commands.extend(crate::markings::commands());
        commands.extend(all.iter().filter(|d| !d.edited_by.is_empty()).flat_map(|d| [CommandDef::add(*d), CommandDef::change(*d)]));
        let rules: Vec<CommandRule> = commands.iter().map(CommandDef::rule).collect();
        let table = sha256(&[access::table::text(&all.iter().collect::<Vec<_>>(), &rules).as_bytes()]);
        let registers: Vec<Meta> = all.into_iter().map(Meta::new).collect();
        let by_name = registers.iter().enumerate().map(|(at, m)| (m.def.name, at)).collect();
        let commands_by_name = commands.iter().enumerate().map(|(at, c)| (c.name, at)).collect();
        Self { registers, by_name, commands, commands_by_name, queries, table }
    }

    /// Every register, those referred to first.
    pub fn registers(&self) -> &[Meta] {
        &self.registers
    }
    /// A register by name.
    pub fn register(&self, name: &str) -> Option<&Meta> {
        self.by_name.get(name).and_then(|at| self.registers.get(*at))
    }
    /// The register whose prefix an outward id bears, such as `per_…`.
    pub fn of_id(&self, outward: &str) -> Option<&Meta> {
        let (prefix, _) = outward.split_once('_')?;
        self.registers.iter().find(|meta| meta.def.prefix == prefix)
    }
    /// Where a register stands among them.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }
    /// The register of people and its field for their nationality.
    pub(crate) fn nationality(&self) -> Option<(&'static str, &'static str)> {
        let people = &self.registers.iter().find(|m| m.def.subject == Some("id"))?.def;
        let field = people.fields.iter().find(|f| f.kind == kernel::FieldKind::Nation)?;
        Some((people.name, field.name))
    }
    /// Every command.
    pub fn commands(&self) -> &[CommandDef] {
        &self.commands
    }
    /// The command by which a record of this register is made from its page.
    pub fn adding(&self, register: &str) -> Option<&CommandDef> {
        self.commands.iter().find(|c| c.adds == Some(register) && c.on.is_none())
    }
    /// The command by which the rows of a table become records of this register.
    pub fn rows_into(&self, register: &str) -> Option<&CommandDef> {
        self.commands.iter().find(|c| c.adds == Some(register) && c.takes_rows())
    }
    /// A command by name.
    pub fn command(&self, name: &str) -> Option<&CommandDef> {
        self.commands_by_name.get(name).and_then(|at| self.commands.get(*at))
    }
    /// Every job a command is named for, each once, by name.
    pub fn jobs(&self) -> Vec<Job> {
        let jobs: BTreeSet<Job> = self.commands.iter().flat_map(|c| c.jobs).copied().collect();
        jobs.into_iter().collect()
    }
    /// Every named query.
    pub fn queries(&self) -> &[&'static Query] {
        &self.queries
    }
    /// Hash of the duty table in force.
    pub const fn table(&self) -> &Hash {
        &self.table
    }
}
