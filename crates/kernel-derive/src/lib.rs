//! `derive(Fields)` for inputs of commands and `derive(Register)` for records: one struct, one list of fields.
//!
//! `#[field(group = "identity", max = 80, search, list, hidden, long)]` says what the type alone does not; `#[field(flatten)]` puts the
//! fields of another list in the place of one;
//! `#[register(name = "people", prefix = "per", ...)]` takes any member of `kernel::RegisterDef` as a plain expression.

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Error, Expr, Field, Ident, Meta, Token, parse_macro_input};

/// Implements `kernel::Fields`.
#[proc_macro_derive(Fields, attributes(field))]
pub fn derive_fields(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    fields_impl(&input).unwrap_or_else(Error::into_compile_error).into()
}

/// Implements `kernel::Fields` and `kernel::Register`.
#[proc_macro_derive(Register, attributes(field, register))]
pub fn derive_register(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let both = fields_impl(&input).and_then(|fields| register_impl(&input).map(|register| quote! { #fields #register }));
    both.unwrap_or_else(Error::into_compile_error).into()
}

fn fields_impl(input: &DeriveInput) -> Result<Tokens, Error> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(input, "only a struct is a list of fields"));
    };
    let name = &input.ident;
    let idents: Vec<&Ident> = data.fields.iter().filter_map(|f| f.ident.as_ref()).collect();
    // Each field of the struct is a list: of itself, or of the fields that stand in its place.
    let (mut lists, mut lengths, mut writes, mut reads) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for field in &data.fields {
        let (ident, ty) = (&field.ident, &field.ty);
        let at = quote! { 0 #(+ #lengths)* };
        if is_flat(field) {
            let list = quote! { <#ty as ::kernel::Fields>::FIELDS };
            writes.push(quote! { values.extend(::kernel::Fields::to_values(&self.#ident)); });
            reads.push(quote! { let #ident = ::kernel::field::take_all::<#ty>(values, #at, &mut refused); });
            lengths.push(quote! { #list.len() });
            lists.push(list);
        } else {
            let def = field_def(field)?;
            writes.push(quote! { values.push(::kernel::FieldType::to_value(&self.#ident)); });
            reads.push(quote! { let #ident = ::kernel::field::take(&Self::FIELDS[#at], values, #at, &mut refused); });
            lengths.push(quote! { 1 });
            lists.push(quote! { &[#def] });
        }
    }
    Ok(quote! {
        impl ::kernel::Fields for #name {
            const FIELDS: &'static [::kernel::FieldDef] = &::kernel::field::joined::<{ 0 #(+ #lengths)* }>(&[#(#lists),*]);
            fn to_values(&self) -> ::std::vec::Vec<::kernel::Value> {
                let mut values = ::std::vec::Vec::with_capacity(Self::FIELDS.len());
                #(#writes)*
                values
            }
            fn from_values(values: &[::kernel::Value]) -> ::std::result::Result<Self, ::kernel::Refused> {
                let mut refused = ::std::vec::Vec::new();
                #(#reads)*
                match (#(#idents,)*) {
                    (#(::std::option::Option::Some(#idents),)*) if refused.is_empty() => ::std::result::Result::Ok(Self { #(#idents),* }),
                    _ => ::std::result::Result::Err(::kernel::Refused(refused)),
                }
            }
        }
    })
}

/// Whether the fields of another list stand in its place.
fn is_flat(field: &Field) -> bool {
    let alone = |attr: &syn::Attribute| matches!(attr.parse_args::<Meta>(), Ok(Meta::Path(path)) if path.is_ident("flatten"));
    field.attrs.iter().any(|attr| attr.path().is_ident("field") && alone(attr))
}

fn field_def(field: &Field) -> Result<Tokens, Error> {
    let name = field.ident.as_ref().ok_or_else(|| Error::new_spanned(field, "fields have names"))?.to_string();
    let ty = &field.ty;
    let mut kind = quote! { <#ty as ::kernel::FieldType>::KIND };
    let mut max = quote! { <#ty as ::kernel::FieldType>::MAX };
    let mut group = quote! { "core" };
    let (mut search, mut list, mut hidden) = (false, false, false);
    for attr in field.attrs.iter().filter(|a| a.path().is_ident("field")) {
        for meta in attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)? {
            match &meta {
                Meta::Path(path) if path.is_ident("search") => search = true,
                Meta::Path(path) if path.is_ident("list") => list = true,
                Meta::Path(path) if path.is_ident("hidden") => hidden = true,
                Meta::Path(path) if path.is_ident("long") => {
                    kind = quote! { ::kernel::FieldKind::LongText };
                    max = quote! { ::kernel::limits::LONG_TEXT_CHARS_MAX };
                }
                Meta::NameValue(pair) if pair.path.is_ident("group") => group = expr(&pair.value),
                Meta::NameValue(pair) if pair.path.is_ident("max") => max = expr(&pair.value),
                other => return Err(Error::new_spanned(other, "a field knows: group, max, search, list, hidden, long; or flatten alone")),
            }
        }
    }
    Ok(quote! {
        ::kernel::FieldDef {
            name: #name, kind: #kind, required: <#ty as ::kernel::FieldType>::REQUIRED, max: #max, group: #group,
            search: #search, list: #list, hidden: #hidden, sealed: <#ty as ::kernel::FieldType>::SEALED,
        }
    })
}

fn register_impl(input: &DeriveInput) -> Result<Tokens, Error> {
    let name = &input.ident;
    let attr = input.attrs.iter().find(|a| a.path().is_ident("register"));
    let attr = attr.ok_or_else(|| Error::new_spanned(name, "a register has a #[register(name = …)] line"))?;
    let pairs = attr.parse_args_with(Punctuated::<syn::MetaNameValue, Token![,]>::parse_terminated)?;
    let table = pairs.iter().find(|p| p.path.is_ident("name")).map(|p| expr(&p.value));
    let table = table.ok_or_else(|| Error::new_spanned(attr, "a register has a name"))?;
    let keys = pairs.iter().map(|p| &p.path);
    let values = pairs.iter().map(|p| expr(&p.value));
    Ok(quote! {
        impl ::kernel::Register for #name {
            const NAME: &'static str = #table;
            const DEF: ::kernel::RegisterDef = ::kernel::RegisterDef {
                fields: <Self as ::kernel::Fields>::FIELDS,
                add: ::core::concat!(#table, ".add"),
                change: ::core::concat!(#table, ".change"),
                check: |values| <Self as ::kernel::Fields>::from_values(values).map(|_| ()),
                #(#keys: #values,)*
                ..::kernel::RegisterDef::DEFAULT
            };
        }
    })
}

fn expr(expr: &Expr) -> Tokens {
    quote! { #expr }
}
