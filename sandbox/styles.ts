/** Styles shared by the sandbox's own pages: readable at 360 px, in light and dark. */
export const PAGE_STYLES = `
:root { color-scheme: light dark; --ink: #1c1f24; --quiet: #5a616b; --paper: #fbfbfa; --card: #ffffff; --line: #d9dce1; --accent: #33539e; --on-accent: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceef1; --quiet: #a8afb9; --paper: #14161a; --card: #1d2026; --line: #363b44; --accent: #9db5f2; --on-accent: #14161a; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .5rem 0 1rem; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.quiet { color: var(--quiet); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; margin: 1rem 0; }
.card > h2:first-child { margin-top: 0; }
.fields label { font-size: .9rem; line-height: 1.3; }
.links { list-style: none; padding: 0; }
.links li { padding: .75rem 0; border-bottom: 1px solid var(--line); }
.links span { display: block; color: var(--quiet); }
button, .button { display: inline-block; font: inherit; font-weight: 600; min-height: 2.75rem; padding: .55rem 1.1rem; border: 1px solid var(--accent); border-radius: .5rem; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none; }
button.plain, .button.plain { background: transparent; color: var(--accent); }
label { display: block; font-weight: 600; }
input, select { font: inherit; width: 100%; min-height: 2.75rem; padding: .4rem .6rem; border: 1px solid var(--quiet); border-radius: .5rem; background: var(--card); color: var(--ink); }
input[type=checkbox], input[type=radio] { width: 1.25rem; height: 1.25rem; min-height: 0; accent-color: var(--accent); }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); gap: 1rem; align-items: end; }
table { border-collapse: collapse; width: 100%; }
.scroll { overflow-x: auto; }
th, td { text-align: left; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
progress { width: 100%; height: .75rem; accent-color: var(--accent); }
`;
