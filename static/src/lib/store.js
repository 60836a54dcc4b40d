// localStorage that may be switched off, full or cleared at any moment: then nothing is remembered, and nothing breaks.
export function read(key) {
  try {
    return localStorage.getItem(`moi:${key}`);
  } catch {
    return null;
  }
}

/** Remember `value` under `key` on this device; an empty value forgets it. */
export function write(key, value) {
  try {
    if (value) localStorage.setItem(`moi:${key}`, value);
    else localStorage.removeItem(`moi:${key}`);
  } catch {
    // Private windows may refuse; the page goes on without remembering.
  }
}

export function clearAll() {
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].clear();
    } catch {
      // Switched off, so empty already.
    }
  }
}
