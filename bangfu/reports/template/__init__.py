"""The language of report texts: reading it (`parsing`), its words (`vocabulary`), what it becomes (`nodes`). Pure."""
