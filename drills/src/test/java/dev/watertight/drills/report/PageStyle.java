package dev.watertight.drills.report;

/** How a page looks, by day and by night. */
final class PageStyle {
    static final String CSS = """
            :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --paper: #f6f7f9; --card: #fff; --line: #dfe3e8;
              --good: #1a7f4b; --good-bg: #e5f4ec; --bad: #b3261e; --bad-bg: #fbe9e7;
              --confirmed: #2f8f5b; --rejected: #8c96a3; --cancelled: #7a63b8; --pending: #e0a100; --asking: #e4703a;
              --kill: #c8372d; --pause: #3f7fc1; --shade: #c8372d12; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa5b4; --paper: #12161c; --card: #1a2028; --line: #2c3540;
              --good: #58c98c; --good-bg: #16301f; --bad: #ff8a80; --bad-bg: #3a1a18;
              --confirmed: #3fa56e; --rejected: #6d7785; --cancelled: #9179d1; --pending: #e8b43a; --asking: #ee8454;
              --kill: #e5574c; --pause: #6aa5e3; --shade: #e5574c1c; } }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }
            main { max-width: 1080px; margin: 0 auto; padding: 24px 20px 48px; }
            h1 { margin: 0; font-size: 26px; letter-spacing: -0.01em; }
            h2 { margin: 0 0 6px; font-size: 15px; font-weight: 600; }
            header, figure, .tables > div, section:not(.tiles):not(.tables) { background: var(--card); border: 1px solid var(--line);
              border-radius: 10px; padding: 16px 18px; margin: 0 0 14px; }
            header { border-left: 6px solid var(--good); }
            header.bad { border-left-color: var(--bad); }
            .verdict { margin: 2px 0 12px; font-size: 18px; font-weight: 600; color: var(--good); }
            .bad .verdict { color: var(--bad); }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0; font-size: 14px; }
            dt { color: var(--soft); }
            dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
            .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(128px, 1fr)); gap: 10px; margin: 0 0 14px; }
            .tile { border-radius: 10px; padding: 12px 14px; background: var(--card); border: 1px solid var(--line); }
            .tile.good { background: var(--good-bg); border-color: transparent; }
            .tile.bad { background: var(--bad-bg); border-color: var(--bad); }
            .tile b { display: block; font-size: 28px; line-height: 1.1; font-variant-numeric: tabular-nums; }
            .tile.good b { color: var(--good); }
            .tile.bad b { color: var(--bad); }
            .tile span { color: var(--soft); font-size: 13px; }
            figure > svg { display: block; width: 100%; height: auto; }
            .legend { margin: 0 0 4px; display: flex; flex-wrap: wrap; gap: 4px 16px; font-size: 13px; color: var(--soft); }
            .legend svg { width: 11px; height: 11px; margin-right: 6px; }
            .tables { display: grid; grid-template-columns: repeat(auto-fit, minmax(230px, 1fr)); gap: 14px; }
            .tables > div { margin: 0; }
            .tables dd { text-align: right; white-space: nowrap; }
            .tables dt { overflow-wrap: anywhere; }
            .tables dl { grid-template-columns: 1fr max-content; }
            ol { margin: 0; padding-left: 22px; }
            small { color: var(--soft); }
            .tick { font: 12px system-ui, sans-serif; fill: var(--soft); }
            .end { text-anchor: end; }
            .middle { text-anchor: middle; }
            .grid { stroke: var(--line); stroke-width: 1; }
            .shade { fill: var(--shade); }
            .confirmed { fill: var(--confirmed); } .rejected { fill: var(--rejected); } .cancelled { fill: var(--cancelled); }
            .pending { fill: var(--pending); } .asking { fill: var(--asking); } .kill { fill: var(--kill); } .pause { fill: var(--pause); }
            .oldest { fill: none; stroke: var(--pending); stroke-width: 2; stroke-linejoin: round; }
            """;

    private PageStyle() {}
}
