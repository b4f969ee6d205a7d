//! Shell, components, forms, tables, charts and the message catalogues
