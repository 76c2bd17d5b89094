// Kinds of files, as browsers and desktops name them.

export const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
