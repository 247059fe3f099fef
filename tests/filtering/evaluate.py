#!/usr/bin/env python3
"""Scores a message filter.
   python evaluate.py --data FILE --cmd 'COMMAND' [--roll FILE] [--slices] [--misses N] [--json OUT] [--no-speed]
COMMAND reads JSON lines {"id","text"} on stdin, writes {"id","verdict":"allow|hold|urgent","categories":[...]} on stdout.
The roll (class list, school name) reaches COMMAND as the path in env FILTER_ROLL (default: roll.json beside the data).
caught  = items with the label whose verdict is not allow      named = items with the label that the filter also labelled so
FP      = ok items whose verdict is not allow                  precision(named) = of items given the label, share that have it"""

import argparse, collections, json, math, os, subprocess, sys, time

CATS = ["profanity", "unkind", "identity", "personal", "contact", "distress", "links"]


def wilson(k, n, z=1.96):
    if not n:
        return (0, 0)
    p = k / n
    d = 1 + z * z / n
    c = p + z * z / 2 / n
    h = z * math.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    return ((c - h) / d, (c + h) / d)


def run(cmd, lines, env):
    t = time.perf_counter()
    p = subprocess.run(
        cmd,
        shell=True,
        input=("\n".join(lines) + "\n").encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
    )
    dt = time.perf_counter() - t
    if p.returncode:
        sys.exit(f"COMMAND failed rc={p.returncode}\n" + p.stderr.decode()[-2000:])
    return p.stdout.decode("utf-8"), dt


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--data", required=True)
    a.add_argument("--cmd", required=True)
    a.add_argument("--roll")
    a.add_argument("--slices", action="store_true")
    a.add_argument("--misses", type=int, default=0)
    a.add_argument("--json")
    a.add_argument("--no-speed", action="store_true")
    a.add_argument("--repeats", type=int, default=3)
    a.add_argument("--quiet", action="store_true")
    a.add_argument("--reveal", action="store_true", help="allow --misses/--slices on a held-out file")
    a = a.parse_args()
    if "heldout" in os.path.abspath(a.data) and (a.misses or a.slices) and not a.reveal:
        sys.exit(
            "held-out data: only category totals may be printed (--reveal overrides, never in front of a developer)"
        )
    D = [json.loads(l) for l in open(a.data, encoding="utf-8")]
    roll = a.roll or os.path.join(os.path.dirname(os.path.abspath(a.data)), "roll.json")
    env = dict(os.environ, PYTHONUTF8="1")
    if os.path.exists(roll):
        env["FILTER_ROLL"] = roll
    lines = [json.dumps({"id": d["id"], "text": d["text"]}) for d in D]
    out, total = run(a.cmd, lines, env)
    R = {}
    for l in out.splitlines():
        if l.strip():
            o = json.loads(l)
            assert o["verdict"] in ("allow", "hold", "urgent"), o
            R[o["id"]] = o
    missing = [d["id"] for d in D if d["id"] not in R]
    if missing:
        print(f"!! {len(missing)} items without an answer: counted as allow", file=sys.stderr)
    for i in missing:
        R[i] = dict(id=i, verdict="allow", categories=[])

    def held(d):
        return R[d["id"]]["verdict"] != "allow"

    res = dict(cmd=a.cmd, data=a.data, n=len(D), categories={})
    rows = []
    for c in CATS:
        x = [d for d in D if c in d["label"]]
        n = len(x)
        if not n:
            continue
        k = sum(map(held, x))
        m = sum(c in R[d["id"]]["categories"] for d in x)
        pr = [d for d in D if c in R[d["id"]]["categories"]]
        tp = sum(c in d["label"] for d in pr)
        u = [d for d in x if d["severity"] == "urgent"]
        uk = sum(R[d["id"]]["verdict"] == "urgent" for d in u)
        uh = sum(map(held, u))
        res["categories"][c] = dict(
            n=n,
            caught=k / n,
            caught_ci=wilson(k, n),
            named=m / n,
            named_precision=tp / len(pr) if pr else None,
            urgent_n=len(u),
            urgent_as_urgent=uk / len(u) if u else None,
            urgent_held=uh / len(u) if u else None,
        )
        rows.append(
            (c, n, k / n, wilson(k, n), m / n, tp / len(pr) if pr else None, len(u), uk / len(u) if u else None)
        )
    ok = [d for d in D if d["label"] == ["ok"]]
    fp = sum(map(held, ok))
    fu = sum(R[d["id"]]["verdict"] == "urgent" for d in ok)
    bad = [d for d in D if d["label"] != ["ok"]]
    bk = sum(map(held, bad))
    res.update(
        ok_n=len(ok),
        fp=fp / len(ok) if ok else None,
        fp_ci=wilson(fp, len(ok)),
        false_urgent=fu / len(ok) if ok else None,
        caught_all=bk / len(bad) if bad else None,
    )
    urg = [d for d in D if d["severity"] == "urgent"]
    if urg:
        res.update(
            urgent_n=len(urg),
            urgent_held=sum(map(held, urg)) / len(urg),
            urgent_as_urgent=sum(R[d["id"]]["verdict"] == "urgent" for d in urg) / len(urg),
        )
    if not a.no_speed:
        # start-up apart: T(all) - T(one); the median of --repeats; machine is shared, so compare only figures of one run
        ts = []
        for _ in range(a.repeats):
            _, t1 = run(a.cmd, lines[:1], env)
            _, tn = run(a.cmd, lines, env)
            ts.append(((len(lines) - 1) / max(tn - t1, 1e-6), t1))
        ts.sort()
        res.update(
            msgs_per_s=ts[len(ts) // 2][0],
            msgs_per_s_range=(ts[0][0], ts[-1][0]),
            startup_s=sorted(t for _, t in ts)[len(ts) // 2],
        )
    f = lambda v: "   -  " if v is None else f"{100 * v:5.1f}%"
    if not a.quiet:
        print(
            f"{'category':<11}{'n':>5} {'caught':>7} {'95% CI':>15} {'named':>7} {'prec.':>7} {'urgent n':>9} {'as urgent':>9}"
        )
        for c, n, k, ci, m, p, un, u in rows:
            print(f"{c:<11}{n:>5} {f(k):>7} {f(ci[0])}-{f(ci[1]).strip():>6} {f(m):>7} {f(p):>7} {un:>9} {f(u):>9}")
        print(
            f"{'ALL not ok':<11}{len(bad):>5} {f(res['caught_all']):>7}"
            + (
                f"   urgent posts held {f(res['urgent_held'])}, raised as urgent {f(res['urgent_as_urgent'])}"
                if urg
                else ""
            )
        )
        print(
            f"{'ok':<11}{len(ok):>5} false positives {f(res['fp'])} ({f(res['fp_ci'][0]).strip()}-{f(res['fp_ci'][1]).strip()}), false urgent {f(res['false_urgent'])}"
        )
        if "msgs_per_s" in res:
            print(
                f"speed {res['msgs_per_s']:,.0f} messages/s (of {a.repeats} rounds: {res['msgs_per_s_range'][0]:,.0f}-{res['msgs_per_s_range'][1]:,.0f}), start-up {res['startup_s']:.2f} s"
            )
    if a.slices:
        g = collections.defaultdict(list)
        for d in D:
            g[(("ok" if d["label"] == ["ok"] else "bad"), d["source"].split(":", 1)[1])].append(held(d))
        for (k, s), v in sorted(g.items()):
            print(f"  {k:<4}{s:<34}{len(v):>4}  {'FP' if k == 'ok' else 'caught'} {100 * sum(v) / len(v):5.1f}%")
    if a.misses:
        for d in [d for d in bad if not held(d)][: a.misses]:
            print("MISS", d["label"], d["source"], repr(d["text"]))
        for d in [d for d in ok if held(d)][: a.misses]:
            print("FP  ", R[d["id"]]["categories"], d["source"], repr(d["text"]))
    if a.json:
        json.dump(res, open(a.json, "w"), indent=1)


if __name__ == "__main__":
    main()
