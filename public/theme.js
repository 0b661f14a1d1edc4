// Sets the theme before the first paint, so that nothing flashes; a file of its own so that no inline script is needed.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('relink-theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch {
    // Storage is blocked: the system's theme stays.
    delete root.dataset.theme;
  }
})();
