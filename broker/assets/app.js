// Conveniences on top of pages that work without: copy buttons, shortcuts, a filter, local times. Each finds its place by data-*.
'use strict';
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const make = (name, text, props) => Object.assign(document.createElement(name), { textContent: text }, props);
  const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const store = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window */ } };

  if (navigator.clipboard) {
    for (const code of all('[data-copy]')) {
      const button = make('button', 'Copy', { type: 'button', className: 'copy' });
      button.addEventListener('click', async () => {
        await navigator.clipboard.writeText(code.textContent.trim());
        button.textContent = 'Copied';
        setTimeout(() => { button.textContent = 'Copy'; }, 1500);
      });
      code.after(button);
    }
  }

  const footnote = document.querySelector('[data-times]');
  if (footnote) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const stamp = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
    for (const time of all('time[datetime]')) {
      time.title = `${stamp.format(new Date(time.dateTime))} (${time.title})`;
    }
    if (zone && zone !== 'UTC') footnote.textContent = `Times are UTC; point at one for ${zone}`;
  }

  const filter = document.querySelector('[data-filter]');
  if (filter) {
    filter.hidden = false;
    const input = filter.querySelector('input');
    const items = all(filter.dataset.filter).map((item) => [item, item.textContent.toLowerCase()]);
    input.addEventListener('input', () => {
      const wanted = input.value.toLowerCase();
      for (const [item, text] of items) item.hidden = !text.includes(wanted);
    });
  }

  // A link to a folded interaction opens it.
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target && target.querySelector(':scope > details');
    if (folded) folded.open = true;
  };
  addEventListener('hashchange', unfold);
  unfold();

  let chord = '';
  let row = -1;
  const go = (selector, step) => {
    const rows = all(selector);
    if (!rows.length) return;
    row = Math.min(Math.max(row + step, 0), rows.length - 1);
    rows[row].focus();
    rows[row].scrollIntoView({ block: 'center' });
  };
  const keys = [
    ['/', 'find a service', () => document.querySelector('[data-find]').focus()],
    ['g o', 'overview', () => document.querySelector('.brand').click()],
    ['j', 'next row', () => go('[data-row]', 1)],
    ['k', 'previous row', () => go('[data-row]', -1)],
    ['n', 'next failing interaction', () => go('[data-failing]', 1)],
    ['p', 'previous failing interaction', () => go('[data-failing]', -1)],
    ['?', 'this list', () => { help.open = !help.open; help.scrollIntoView(); }],
  ];
  const help = document.querySelector('[data-keys]');
  if (!help) return;
  const list = make('ul', '');
  for (const [key, words] of keys) {
    const item = make('li', ` ${words}`);
    item.prepend(make('kbd', key));
    list.append(item);
  }
  const off = make('button', '', { type: 'button' });
  const isOff = () => stored('keys') === 'off';
  const label = () => { off.textContent = isOff() ? 'Switch shortcuts on' : 'Switch shortcuts off'; };
  off.addEventListener('click', () => { store('keys', isOff() ? 'on' : 'off'); label(); });
  label();
  help.append(list, off);
  help.hidden = false;
  document.addEventListener('keydown', (event) => {
    if (isOff() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest('input, select, textarea')) return;
    const typed = chord ? `${chord} ${event.key}` : event.key;
    chord = !chord && keys.some(([key]) => key.startsWith(`${event.key} `)) ? event.key : '';
    const found = keys.find(([key]) => key === typed);
    if (!found) return;
    event.preventDefault();
    found[2]();
  });
})();
