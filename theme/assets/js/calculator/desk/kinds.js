// Kinds of files, as browsers and desktops name them.

export const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** What a choice of files offers where rows of a table are wanted. */
export const TABLES = `.csv,.txt,.tsv,.xlsx,.xls,text/csv,${XLSX}`;
