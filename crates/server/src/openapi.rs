//! The OpenAPI 3.1 document, generated from the descriptors of registers and commands.

use axum::Json;
use axum::extract::State;
use kernel::{FieldDef, FieldKind};
use ledger::Manifest;
use serde_json::{Map, Value, json};

use crate::app::App;

/// The document.
pub async fn document(State(app): State<App>) -> Json<Value> {
    Json(render(app.ledger.manifest()))
}

/// Renders it; a snapshot test watches over it.
pub fn render(manifest: &Manifest) -> Value {
    let mut schemas = Map::new();
    let mut paths = Map::new();
    schemas.insert("Problem".to_owned(), json!({"type": "object", "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "code": {"type": "string"}, "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}}}}));
    schemas.insert("Receipt".to_owned(), json!({"type": "object", "properties": {
        "entry": {"type": "integer"}, "record": {"type": ["object", "null"]}, "approval": {"type": ["string", "null"]}, "repeated": {"type": "boolean"}}}));
    for meta in manifest.registers().iter().filter(|m| m.def.listed) {
        let def = &meta.def;
        let mut record = object(def.fields);
        if let Some(properties) = record.get_mut("properties").and_then(Value::as_object_mut) {
            for field in def.fields.iter().filter(|f| f.sealed) {
                properties.insert(field.name.to_owned(), json!({"enum": [crate::api::SEALED, null]}));
            }
            properties.insert("id".to_owned(), json!({"type": "string", "description": format!("{}_…", def.prefix)}));
            properties.insert("version".to_owned(), json!({"type": "integer"}));
            properties.insert("marking".to_owned(), json!({"type": "string"}));
        }
        schemas.insert(def.name.to_owned(), record);
        let one = reference(def.name);
        let list = json!({"type": "object", "properties": {"items": {"type": "array", "items": one}, "next": {"type": ["string", "null"]},
                          "count": {"type": "integer"}, "more": {"type": "boolean"}}});
        let query = |name: &str| json!({"name": name, "in": "query", "schema": {"type": "string"}});
        let asked: Vec<Value> = ["q", "view", "after", "limit", "on", "known"].iter().map(|n| query(n)).collect();
        let mut base =
            json!({"get": {"operationId": format!("{}.list", def.name), "parameters": asked, "responses": answers("200", list)}});
        let id = json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}});
        let mut item = json!({"get": {"operationId": format!("{}.get", def.name), "parameters": [id, query("known")], "responses": answers("200", one)}});
        if !def.edited_by.is_empty() {
            base["post"] = operation(def.add, object(def.fields), "201", &[]);
            let version = json!({"name": "If-Match", "in": "header", "required": true, "schema": {"type": "string"}});
            let some = json!({"type": "object", "additionalProperties": false, "properties": object(def.fields)["properties"]});
            item["patch"] = operation(def.change, some, "200", &[id, version]);
        }
        paths.insert(format!("/api/v1/{}", def.name), base);
        paths.insert(format!("/api/v1/{}/{{id}}", def.name), item);
    }
    let typed = manifest.commands().iter().filter(|c| !c.plain() && c.in_browser.is_none());
    for command in typed {
        let made = if command.four_eyes { "202" } else { "200" };
        let post = operation(command.name, object(&command.fields), made, &[]);
        paths.insert(format!("/api/v1/commands/{}", command.name), json!({"post": post}));
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Castellan", "version": env!("CARGO_PKG_VERSION"), "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}},
        "security": [{"bearer": []}],
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}, "schemas": schemas},
        "paths": paths,
    })
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn answers(status: &str, schema: Value) -> Value {
    let problem = json!({"description": "refused", "content": {"application/problem+json": {"schema": reference("Problem")}}});
    let mut answers = Map::new();
    answers.insert(status.to_owned(), json!({"description": "done", "content": {"application/json": {"schema": schema}}}));
    answers.insert("default".to_owned(), problem);
    Value::Object(answers)
}

fn operation(name: &str, body: Value, status: &str, parameters: &[Value]) -> Value {
    let key = json!({"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": kernel::limits::IDEMPOTENCY_KEY_CHARS_MAX}});
    let parameters: Vec<Value> = parameters.iter().cloned().chain([key]).collect();
    json!({"operationId": name, "parameters": parameters, "requestBody": {"required": true, "content": {"application/json": {"schema": body}}},
           "responses": answers(status, reference("Receipt"))})
}

fn object(fields: &[FieldDef]) -> Value {
    let properties: Map<String, Value> = fields.iter().map(|f| (f.name.to_owned(), schema(f))).collect();
    let required: Vec<&str> = fields.iter().filter(|f| f.required).map(|f| f.name).collect();
    json!({"type": "object", "additionalProperties": false, "properties": properties, "required": required})
}

fn schema(field: &FieldDef) -> Value {
    let ty = |name: &str| if field.required { json!(name) } else { json!([name, "null"]) };
    match field.kind {
        FieldKind::Int | FieldKind::Time => json!({"type": ty("integer")}),
        FieldKind::Bool => json!({"type": "boolean"}),
        FieldKind::Date => json!({"type": ty("string"), "format": "date"}),
        FieldKind::Choice(codes) if field.required => json!({"type": "string", "enum": codes}),
        FieldKind::Choice(codes) => json!({"enum": codes.iter().map(|c| json!(c)).chain([Value::Null]).collect::<Vec<_>>()}),
        FieldKind::Codes => json!({"type": ["array", "string", "null"], "items": {"type": "string"}}),
        FieldKind::Ref(register) => json!({"type": ty("string"), "description": register}),
        FieldKind::Bytes => json!({"type": ty("string"), "contentEncoding": "base64url"}),
        FieldKind::Nation => json!({"type": ty("string"), "pattern": "^[A-Z]{3}$"}),
        FieldKind::Text | FieldKind::LongText | FieldKind::Level => json!({"type": ty("string"), "maxLength": field.max}),
    }
}
