//! The web server: sessions, routes, pages, API
