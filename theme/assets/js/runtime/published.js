// The Python that belongs to these scripts: the content of assets/runtime/manifest.json. The build writes it here, so
// that nobody has to ask for it; null where nothing was built.
export const published = null;
