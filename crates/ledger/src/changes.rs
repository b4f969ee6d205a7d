//! Changes: what a decision wants written. Built by pure code, carried out by the writer, all or nothing.

use kernel::{Head, Id, Label, Record, RecordId, Register, RegisterDef, Value};

use crate::outbox::Outgoing;

/// One row to write.
#[derive(Clone, Debug)]
pub enum Change {
    /// A new record.
    Insert {
        /// Its register.
        register: &'static str,
        /// Its id.
        id: RecordId,
        /// What closes it to some.
        label: Label,
        /// Its fields.
        values: Vec<Value>,
    },
    /// A new version of a record, or its being taken back.
    Update {
        /// Its register.
        register: &'static str,
        /// Its head as it was loaded; the version stands in the WHERE.
        head: Head,
        /// Its fields.
        values: Vec<Value>,
    },
}

impl Change {
    /// Its register.
    pub const fn register(&self) -> &'static str {
        match self {
            Self::Insert { register, .. } | Self::Update { register, .. } => register,
        }
    }
}

/// A sealed attachment to store.
#[derive(Clone, Debug)]
pub struct NewBlob {
    /// Random id.
    pub id: RecordId,
    /// The person under whose key it is sealed.
    pub subject: Option<RecordId>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A person to erase: everything about them, and what else names them.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// Who; the records about them need no naming.
    pub person: RecordId,
    /// Records about nobody that go too: register and id.
    pub records: Vec<(&'static str, RecordId)>,
    /// Attachments' bytes that go while their record stays, such as a list in which they are one of many.
    pub blobs: Vec<RecordId>,
    /// Staged imports that name them.
    pub staged: Vec<RecordId>,
}

/// A command that follows another in the same transaction, in the names of the same people and with an entry of its own: all of them or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The command.
    pub command: String,
    /// Its input, in the order of its fields.
    pub values: Vec<Value>,
    /// The row of the table it comes from, for the refusal.
    pub row: i64,
}

/// All that a command changes.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Rows in order.
    pub rows: Vec<Change>,
    /// Attachments.
    pub blobs: Vec<NewBlob>,
    /// What is to be sent.
    pub outgoing: Vec<Outgoing>,
    /// Who is erased, after everything else is written; one in an entry.
    pub erase: Option<Erasure>,
    /// Accounts whose sessions end.
    pub sign_out: Vec<RecordId>,
    /// Staged imports that stay beyond their days, because a record rests on them.
    pub kept: Vec<RecordId>,
    /// Staged imports that are carried out and lie there no longer.
    pub unstaged: Vec<RecordId>,
    /// What follows, one after the other.
    pub steps: Vec<Step>,
    /// The record the caller should be shown next: its register and id.
    pub answer: Option<(&'static str, RecordId)>,
}

impl Changes {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a record; it becomes the answer when it is the first.
    pub fn insert<R: Register>(&mut self, id: RecordId, body: &R) -> Id<R> {
        self.insert_in::<R>(id, body, Label::at(R::DEF.marking))
    }

    /// Adds a record with its own label.
    pub fn insert_in<R: Register>(&mut self, id: RecordId, body: &R, label: Label) -> Id<R> {
        self.insert_raw(R::DEF, id, label, body.to_values());
        Id::new(id)
    }

    /// Adds a record by descriptor.
    pub fn insert_raw(&mut self, def: RegisterDef, id: RecordId, label: Label, values: Vec<Value>) {
        self.answer.get_or_insert((def.name, id));
        self.rows.push(Change::Insert { register: def.name, id, label, values });
    }

    /// Writes a new version of a loaded record.
    pub fn update<R: Register>(&mut self, head: &Head, body: &R) {
        self.update_raw(R::DEF, head.clone(), body.to_values());
    }

    /// Writes a new version by descriptor.
    pub fn update_raw(&mut self, def: RegisterDef, head: Head, values: Vec<Value>) {
        self.answer.get_or_insert((def.name, head.id));
        self.rows.push(Change::Update { register: def.name, head, values });
    }

    /// Takes a record back: it stays, is shown as void and counts nowhere.
    pub fn void<R: Register>(&mut self, record: &Record<R>) {
        self.update_raw(R::DEF, Head { void: true, ..record.head.clone() }, record.body.to_values());
    }

    /// Adds what refers to these changes after them.
    pub fn followed_by(&mut self, mut later: Self) {
        self.rows.append(&mut later.rows);
        self.blobs.append(&mut later.blobs);
    }

    /// Puts a record into the answer, whatever was added first.
    pub fn answer_with<R: Register>(&mut self, id: Id<R>) {
        self.answer = Some((R::NAME, id.raw()));
    }
}
