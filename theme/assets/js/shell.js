// What the theme's bundle expects to find before it starts: a scope for its storage, kept per site folder.
(() => {
  const scope = new URL(document.currentScript.dataset.base, location.href);
  const key = (name, base) => `${base.pathname}.${name}`;
  window.__md_scope = scope;
  window.__md_hash = (text) => [...text].reduce((sum, letter) => (sum << 5) - sum + letter.charCodeAt(0), 0);
  // The storage is named inside: where a browser may keep nothing, even its name throws.
  window.__md_get = (name, store, base = scope) => {
    try {
      return JSON.parse((store ?? localStorage).getItem(key(name, base)));
    } catch {
      return null;
    }
  };
  window.__md_set = (name, value, store, base = scope) => {
    try {
      (store ?? localStorage).setItem(key(name, base), JSON.stringify(value));
    } catch {
      // a browser that keeps nothing still shows the page
    }
  };
})();
