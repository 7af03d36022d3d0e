/** The look of a report: a page to be read. System fonts, one measure, two colours that mean something. */

/** Ink on paper: contrast of text is at least 4.5 in both (WCAG 2.2, 1.4.3), of marks at least 3 (1.4.11). */
const light = `color-scheme:light;--paper:#fdfcf9;--ink:#211f1b;--soft:#665f55;--rule:#e4dfd5;--wash:#f4f1ea;--kept:#1c6b6a;--kept-soft:#c3dcd8;--lost:#b04a22;--asked:#7d766b`;
const dark = `color-scheme:dark;--paper:#171614;--ink:#e9e4da;--soft:#a79f92;--rule:#35322d;--wash:#211f1c;--kept:#58b5aa;--kept-soft:#27504c;--lost:#e58d62;--asked:#938b7f`;

const serif = `"Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L",P052,"Book Antiqua",Georgia,serif`;
const sans = `system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif`;
const mono = `ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"Liberation Mono",monospace`;

export const style = `
:root{${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:400 18px/1.55 ${serif};-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
body{max-width:720px;margin:0 auto;padding:72px 20px 96px;overflow-wrap:break-word;font-kerning:normal;hanging-punctuation:first}
h1,h2,h3,p,dl,dd,ul,ol,figure,pre,table,blockquote{margin:0}
p+p,pre+p,p+.facts,.facts+details,p+details{margin-top:.8em}
a{color:var(--kept);text-decoration-thickness:1px;text-underline-offset:.18em}
.soft{color:var(--soft)}
.sans,nav,th,td,figcaption,summary,.key,.tag,footer,.chart text{font-family:${sans}}
code,pre{font-family:${mono};font-size:.78em;overflow-wrap:anywhere}

header .name{font:600 15px/1.4 ${sans};color:var(--kept);letter-spacing:.01em}
h1{font-weight:400;font-size:clamp(1.7rem,5.2vw,2.3rem);line-height:1.22;letter-spacing:-.012em;margin:.35em 0 .5em;text-wrap:balance}
header p{max-width:36em}
nav{margin-top:1.6em;font-size:13.5px;line-height:1.9;border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);padding:.5em 0}
nav a{color:var(--soft);text-decoration:none;margin-right:1em;white-space:nowrap}
nav a:hover{color:var(--kept);text-decoration:underline}
nav .mind{color:var(--lost)}

section{margin-top:4.2rem}
h2{font-weight:400;font-size:1.55rem;line-height:1.25;letter-spacing:-.008em;margin-bottom:.55em}
h3{font:600 15px/1.4 ${sans};margin:2.2em 0 .5em}
h3 .soft{font-weight:400}
h2+h3{margin-top:.4em}

figure{margin-top:1.5rem}
h3+figure{margin-top:.7rem}
figcaption{font-size:14px;line-height:1.5;color:var(--soft);margin-top:.7em}
.chart{display:block;width:100%;height:auto;overflow:visible}
.narrow{display:none;max-width:30rem}
.chart text{font-size:13px;fill:var(--ink)}
.chart .small{font-size:11.5px;fill:var(--soft)}
.chart .loss{font-size:11.5px;font-weight:600;fill:var(--lost)}
.chart .strong{font-weight:600}
.chart .count{font-size:15px;font-weight:600;fill:var(--kept);font-variant-numeric:tabular-nums}
.mark{fill:var(--kept)}
.river{fill:var(--kept-soft)}
.lost{fill:var(--lost);fill-opacity:.78}
.asked{fill:none;stroke:var(--asked);stroke-width:1}
.axis{fill:none;stroke:var(--rule);stroke-width:1}
.line{fill:none;stroke:var(--kept);stroke-width:2;stroke-linejoin:round}
.area{fill:var(--kept-soft);fill-opacity:.55}
.goal{fill:none;stroke:var(--asked);stroke-width:1;stroke-dasharray:4 4}
.median{fill:none;stroke:var(--ink);stroke-width:1}
.middle{fill:none;stroke:var(--asked);stroke-width:3}
.legend{font:14px/1.5 ${sans};color:var(--soft);margin-bottom:.8em}
.legend svg{width:22px;height:10px;margin:0 .35em 0 0;vertical-align:0}
.legend svg+svg,.legend span+span{margin-left:1.2em}

table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.45;font-variant-numeric:tabular-nums}
th{font-weight:400;color:var(--soft);text-align:left;vertical-align:bottom}
th,td{padding:.42em .9em .42em 0;border-bottom:1px solid var(--rule);vertical-align:top}
th:last-child,td:last-child{padding-right:0}
.figure{text-align:right;white-space:nowrap}
tfoot td{border-bottom:0;font-weight:600}
.scroll{overflow-x:auto}

details{margin-top:.7em}
summary{font-size:14px;color:var(--soft);cursor:pointer;width:fit-content}
summary:hover{color:var(--kept)}
summary:focus-visible,a:focus-visible{outline:2px solid var(--kept);outline-offset:3px;border-radius:2px}
details[open]>summary{margin-bottom:.7em}

.facts{display:grid;grid-template-columns:8.5em 1fr;gap:.45em 1.2em}
.facts dt{font:14px/1.9 ${sans};color:var(--soft)}
.facts dd ul{list-style:none;padding:0}

.measures{display:grid;grid-template-columns:8.5em 1fr;gap:1.5em 1.2em;margin-top:.4em}
.measures dt{font:400 1.75rem/1.1 ${serif};text-align:right;color:var(--kept);font-variant-numeric:lining-nums tabular-nums}
.measures dt .tag{display:block;font-size:12.5px;line-height:1.4;color:var(--soft);margin-top:.45em}
.measures .many{font-size:1.15rem;line-height:1.5}
.measures .many>span{display:block}
.measures dt.many .tag{display:inline;margin:0 .5em 0 0}
.measures dd b{font:600 15px/1.5 ${sans}}
.measures dd p{font-size:1rem;line-height:1.5}
.measures .tag{font-size:13px;color:var(--soft)}

.sample{padding:1.5em 0 1.4em;border-top:1px solid var(--rule)}
h3+.sample,p+.sample{border-top:0;padding-top:.3em}
p+.sample{margin-top:1.2em}
.sample .text{white-space:pre-wrap}
.sample .text+.text,.turns+.text{margin-top:.7em}
.sample .key{display:block;margin-top:.6em;font-size:12.5px;line-height:1.6;color:var(--soft)}
.labels{font:14px/1.6 ${sans};margin-bottom:.35em;display:flex;flex-wrap:wrap;gap:0 1.3em}
.labels i{font-style:normal;color:var(--soft);margin-right:.4em}
.sample footer{font-size:12.5px;line-height:1.6;color:var(--soft);margin-top:.6em}
.sample ul,.sample ol{padding-left:1.2em}
.turns{display:grid;grid-template-columns:5.5em 1fr;gap:.35em 1em}
.turns dt{font:13px/2.1 ${sans};color:var(--soft);overflow:hidden;text-overflow:ellipsis}
.turns dd{white-space:pre-wrap}
.rest{display:inline}
pre{white-space:pre-wrap;line-height:1.5;background:var(--wash);border-radius:4px;padding:.9em 1.1em;overflow-wrap:anywhere;tab-size:2}
.why{color:var(--lost)}
p.why{font:14px/1.5 ${sans};margin-top:.3em}
.warnings{list-style:none;padding:0}
.warnings li{padding-left:1.3em;text-indent:-1.3em}
.warnings li+li{margin-top:.75em}
.warnings li::before{content:"";display:inline-block;width:.5em;height:.5em;border-radius:50%;background:var(--lost);margin-right:.8em;vertical-align:.12em}
body>footer{margin-top:5rem;padding-top:1em;border-top:1px solid var(--rule);font-size:13px;color:var(--soft)}

@media (max-width:600px){
html{font-size:17px}
body{padding-top:36px}
section{margin-top:3.2rem}
.wide{display:none}
.narrow{display:block}
.facts{grid-template-columns:1fr;gap:0}
.facts dd{margin-bottom:.7em}
.measures{grid-template-columns:1fr;gap:.25em}
.measures dt{text-align:left;margin-top:.9em}
.measures dt .tag{display:inline;margin-left:.6em}
.turns{grid-template-columns:1fr;gap:0}
.turns dd{margin-bottom:.5em}
}
@media print{
:root{${light};--paper:#fff}
html{font-size:10.5pt}
body{max-width:none;padding:0}
nav,figure details:not([open]){display:none}
section{margin-top:2.4rem}
h2,h3{break-after:avoid}
figure,.sample,tr,.measures dd{break-inside:avoid}
.chart{max-width:680px}
.mark,.river,.lost,.area{print-color-adjust:exact;-webkit-print-color-adjust:exact}
@page{margin:18mm 20mm}
}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
`;
