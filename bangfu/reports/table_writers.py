"""The kinds of file a statistical table can be taken out as."""

from bangfu.figures.tables.writers import TableWriter

OUTPUTS = "bangfu.reports.outputs.tables"
TABLE_WRITERS = (
    TableWriter(
        name="xlsx",
        title="Excel",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write=f"{OUTPUTS}.workbook.table_to_workbook",
    ),
    TableWriter(
        name="docx",
        title="Word",
        content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        write=f"{OUTPUTS}.word.table_to_word",
    ),
    TableWriter(name="pdf", title="PDF", content_type="application/pdf", write=f"{OUTPUTS}.pdf.table_to_pdf"),
)
