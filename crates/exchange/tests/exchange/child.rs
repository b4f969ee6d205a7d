//! A real child process parses, refuses, runs out and dies.

use std::path::PathBuf;

use exchange::Code;
use exchange::sandbox::{Kind, Sandbox, parse};
use rust_xlsxwriter::Workbook;

fn sandbox() -> Sandbox {
    Sandbox { program: PathBuf::from(env!("CARGO_BIN_EXE_exchange-parse-child")) }
}

#[test]
fn a_child_reads_what_we_read() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..200 {
        sheet.write_string(row, 0, "Šimić").unwrap();
        sheet.write_number(row, 1, f64::from(row) / 8.0).unwrap();
        sheet.write_formula(row, 2, "A1&\"x\"").unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    assert_eq!(sandbox().parse(Kind::Xlsx, &bytes).unwrap(), parse(Kind::Xlsx, &bytes).unwrap());
    let csv = b"a;b\n1;2\n";
    assert_eq!(sandbox().parse(Kind::Csv, csv).unwrap(), parse(Kind::Csv, csv).unwrap());
}

#[test]
fn a_refusal_crosses_the_pipe() {
    let finding = sandbox().parse(Kind::Xlsx, b"not a zip").unwrap_err();
    assert_eq!(finding.code, Code::NotAWorkbook);
    // More than a pipe holds, refused at the first bytes.
    let big = [b"PK\x03\x04".as_slice(), &[7; 4 << 20]].concat();
    assert_eq!(sandbox().parse(Kind::Csv, &big).unwrap_err().code, Code::NotAWorkbook);
}

#[test]
fn a_child_that_needs_too_much_memory_is_a_finding() {
    // Seven million cells fit the limits of a sheet and not the child's memory.
    let line = format!("{}\n", ["a long enough text to need memory"; 7].join(";"));
    let finding = sandbox().parse(Kind::Csv, line.repeat(800_000).as_bytes()).unwrap_err();
    assert!(matches!(finding.code, Code::ParserLimit | Code::FileTooLarge), "{finding}");
    assert_eq!(finding.code, Code::ParserLimit);
}

#[test]
fn another_program_is_a_failure() {
    for program in ["/bin/false", "/bin/true", "/nonexistent"] {
        let sandbox = Sandbox { program: PathBuf::from(program) };
        assert_eq!(sandbox.parse(Kind::Csv, b"a;b\n").unwrap_err().code, Code::ParserFailed, "{program}");
    }
}
