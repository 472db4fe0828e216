// How the embed looks. The sheet is constructed, which no content policy takes for inline style.
// Pages change it by the custom properties `--discussion-*` (docs/embed.md).

const CSS = `
:host {
  display: block;
  color-scheme: light dark;
  --ink: var(--discussion-ink, light-dark(#1d1f21, #e6e4df));
  --soft: var(--discussion-soft, light-dark(#5d6166, #a6a9ad));
  --paper: var(--discussion-paper, light-dark(#ffffff, #17191c));
  --panel: var(--discussion-panel, light-dark(#f5f6f7, #202327));
  --line: var(--discussion-line, light-dark(#e0e2e5, #34383d));
  --accent: var(--discussion-accent, light-dark(#17507a, #8cc8f2));
  --on-accent: var(--discussion-on-accent, light-dark(#ffffff, #10202c));
  --bad: light-dark(#9b1c16, #f0a39f);
  --wait: light-dark(#7a5200, #e6bd62);
  --good: light-dark(#1b6b3a, #7fd19d);
  --radius: var(--discussion-radius, 8px);
  --ui: var(--discussion-ui-font, system-ui, "Segoe UI", "Noto Sans", sans-serif);
}
:host([data-theme="light"]) { color-scheme: light; }
:host([data-theme="dark"]) { color-scheme: dark; }
*, ::before, ::after { box-sizing: border-box; }
.number:empty { display: none; }
[hidden] { display: none !important; }
.hidden { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.discussion {
  all: initial;
  display: block;
  color-scheme: inherit;
  container-type: inline-size;
  background: var(--paper);
  color: var(--ink);
  font-family: var(--discussion-font, inherit);
  font-size: var(--discussion-size, 1.0625rem);
  line-height: 1.55;
  padding: var(--discussion-padding, 0.25rem 0.75rem 1.5rem);
  border-radius: var(--radius);
  overflow-wrap: anywhere;
  text-align: start;
}
h2 { font-size: 1.5em; line-height: 1.2; margin: 1rem 0 0.5rem; }
.count { color: var(--soft); font-weight: 400; margin-inline-start: 0.15em; }
p, ul, blockquote { margin: 0 0 0.6rem; }
a { color: var(--accent); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
article:focus { outline: none; }
article:focus-visible { outline: 2px solid var(--accent); outline-offset: 0.5rem; }
.strong { font-weight: 600; }
.small, .signature, .help, .quiet, .who, .acts, .row, .tools, .notice, .state, .box label, .gone, .refusal, .news, .plain, .welcome, legend, .choice, .advice, input, select { font-family: var(--ui); font-size: 0.9375rem; line-height: 1.5; }
.welcome { color: var(--soft); margin-bottom: 1.25rem; }
.quiet { color: var(--soft); }
.notice, .advice { background: var(--panel); border-radius: var(--radius); padding: 0.85rem 1rem; margin: 0 0 1rem; }
.notice > :last-child, .advice > :last-child { margin-bottom: 0; }
.advice { border-inline-start: 4px solid var(--wait); }
.refusal { color: var(--bad); font-weight: 600; margin: 0.25rem 0 0.5rem; }
.refusal:empty { margin: 0; }

button { font: inherit; font-family: var(--ui); font-size: 0.9375rem; color: inherit; background: none; border: 0; border-radius: calc(var(--radius) - 2px); padding: 0; cursor: pointer; }
button[aria-disabled] { opacity: 0.6; cursor: progress; }
.main { background: var(--accent); color: var(--on-accent); font-weight: 600; min-height: 2.6rem; padding: 0.4rem 1.4rem; }
.main.danger { background: var(--bad); }
.plain { border: 1px solid var(--line); min-height: 2.6rem; padding: 0.4rem 1.1rem; }
.main:hover { filter: brightness(1.1); }
.plain:hover { background: var(--panel); }
.wide { display: block; width: 100%; }
.row { display: flex; flex-wrap: wrap; gap: 0.6rem; margin-top: 0.75rem; }

.write { background: var(--panel); border: 1px solid var(--line); border-radius: var(--radius); padding: 0.9rem 1rem 1rem; margin: 0 0 1.5rem; }
.write p { margin: 0 0 0.4rem; }
.box label { display: block; font-weight: 600; margin: 0 0 0.3rem; }
.signature { float: inline-end; color: var(--soft); font-size: 0.8125rem; line-height: 1.75; }
.box + .box { margin-top: 0.75rem; }
textarea, input:not([type="radio"]) { display: block; width: 100%; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: calc(var(--radius) - 2px); padding: 0.55rem 0.7rem; }
textarea { resize: vertical; min-height: 5.5rem; max-height: 60vh; field-sizing: content; }
input:not([type="radio"]) { max-width: 20rem; font-family: var(--ui); font-size: 1rem; margin-bottom: 0.75rem; }
[aria-invalid="true"] { border-color: var(--bad); }
.write .help { display: flex; justify-content: space-between; gap: 1rem; color: var(--soft); font-size: 0.8125rem; margin: 0.4rem 0 0; }
fieldset { border: 0; margin: 0 0 0.75rem; padding: 0; }
legend { font-weight: 600; padding: 0; margin-bottom: 0.25rem; }
.choice { display: flex; align-items: center; gap: 0.6rem; min-height: 2rem; }
.choice input { width: 1.15rem; height: 1.15rem; margin: 0; accent-color: var(--accent); flex: none; }

.tools { display: flex; align-items: center; justify-content: flex-end; gap: 0.5rem; color: var(--soft); border-bottom: 1px solid var(--line); padding-bottom: 0.5rem; }
select { font-family: var(--ui); color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: calc(var(--radius) - 2px); padding: 0.3rem 0.4rem; min-height: 2.1rem; }
.news { position: sticky; top: 0.75rem; z-index: 1; display: block; margin: 0.75rem auto; padding: 0.45rem 1.25rem; border-radius: 2rem; background: var(--accent); color: var(--on-accent); font-weight: 600; box-shadow: 0 2px 10px rgb(0 0 0 / 0.2); }
.foot { padding-top: 1rem; }

ol { margin: 0; padding: 0; }
.thread, .replies { list-style: none; }
.thread > .comment { padding: 1.1rem 0 0.35rem; border-bottom: 1px solid var(--line); }
.replies > .comment { padding-top: 0.9rem; }
.replies { margin-inline-start: 0.95rem; padding-inline-start: 1.3rem; border-inline-start: 1px solid var(--line); }
.replies .replies .replies .replies { margin-inline-start: 0; padding-inline-start: 0.75rem; }
.who { display: flex; flex-wrap: wrap; align-items: center; gap: 0.15rem 0.55rem; min-height: 2rem; margin-bottom: 0.3rem; }
.face { flex: none; width: 2rem; height: 2rem; border-radius: 50%; display: grid; place-items: center; background: var(--panel); border: 1px solid var(--line); color: var(--soft); font-weight: 600; font-size: 0.875rem; text-transform: uppercase; }
.name { font-weight: 650; }
.badge { font-size: 0.75rem; line-height: 1.4; color: var(--soft); border: 1px solid var(--line); border-radius: 1rem; padding: 0 0.55em; }
.badge.featured { color: var(--good); border-color: currentcolor; }
.when { color: var(--soft); font-size: 0.8125rem; text-decoration: none; }
a.when:hover { text-decoration: underline; }
.said :is(p, ul, ol, pre, blockquote) { margin: 0 0 0.6rem; }
.said :is(ul, ol) { padding-inline-start: 1.4rem; }
.said pre { overflow-x: auto; font-size: 0.875em; background: var(--panel); padding: 0.6rem; border-radius: 4px; }
blockquote { border-inline-start: 3px solid var(--line); padding-inline-start: 0.8rem; color: var(--soft); }
.acts { display: flex; flex-wrap: wrap; gap: 0 1.1rem; margin-bottom: 0.5rem; }
.acts .quiet, p button.quiet, button.more { display: inline-flex; align-items: center; gap: 0.35rem; min-height: 2rem; color: var(--soft); font-size: 0.8125rem; text-decoration: none; }
p button.quiet { margin-inline-end: 0.9rem; text-decoration: underline; }
button.quiet:hover, a.quiet:hover { color: var(--ink); text-decoration: underline; }
.reaction[aria-pressed="true"] { color: var(--accent); font-weight: 600; }
.reaction[aria-pressed="true"] .icon { fill: currentcolor; }
.icon { width: 1.05rem; height: 1.05rem; fill: none; stroke: currentcolor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
[dir="rtl"] .icon.reply { transform: scaleX(-1); }
.gone { font-style: italic; color: var(--soft); margin: 0 0 0.5rem; }
.state { display: flex; align-items: baseline; gap: 0.5rem; color: var(--wait); font-size: 0.875rem; margin: 0 0 0.4rem; }
.state::before { content: ""; flex: none; width: 0.55rem; height: 0.55rem; border-radius: 50%; background: currentcolor; }
.state:is(.rejected) { color: var(--bad); }
.state:is(.withdrawn, .published) { color: var(--soft); }
.slot:empty { display: none; }
.slot > * { margin-top: 0.25rem; margin-bottom: 0.75rem; }
.linked > article, .fresh > article { background: color-mix(in srgb, var(--accent) 9%, transparent); box-shadow: 0 0 0 0.5rem color-mix(in srgb, var(--accent) 9%, transparent); border-radius: 2px; }

@container (max-width: 30rem) {
  .replies { margin-inline-start: 0; padding-inline-start: 0.8rem; }
  .replies .replies .replies .replies { padding-inline-start: 0.4rem; }
  .acts .quiet { min-height: 2.4rem; }
}
@media (prefers-reduced-motion: no-preference) {
  .state:is(.pending, .edit-pending)::before { animation: breathe 1.6s ease-in-out infinite; }
  @keyframes breathe { 50% { opacity: 0.25; } }
}
@media print {
  .write, .tools, .acts, .foot, .news { display: none; }
}
`;

let made = null;

/** The one sheet that all embeds of a page share. */
export function sheet() {
  if (!made) {
    made = new CSSStyleSheet();
    made.replaceSync(CSS);
  }
  return made;
}
