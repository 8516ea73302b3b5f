"""The command line. Each command's code is imported only when it is used, so that `--help` is quick."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from backoffice_adapters.simulated.fault_kinds import KINDS
from frontdoor.settings import DEFAULT_PORT

HABITS = ("attentive", "slow", "absent")
STUCK = ("failed", "drifting", "uncertain", "stuck")
CITIZEN_HELP = "how soon a scripted citizen does what letters and tasks ask"
FILE_HELP = "a JSON file {life_event, facts, as_of?, citizen?}; - reads standard input"
URL_HELP = "the portal's address (default: port $PORT, else 8000, on this machine)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns 0, or 1 with a sentence on standard error."""
    parser = build_parser()
    chosen = parser.parse_args(arguments)
    match chosen.command:
        case "serve":
            from frontdoor.cli import serving

            return serving.serve(chosen)
        case "worker":
            from frontdoor.cli import serving

            return serving.worker(chosen)
        case "town":
            from frontdoor.cli import serving

            return serving.town(chosen)
        case "demo":
            from frontdoor.cli import serving

            return serving.demo(chosen)
        case "db":
            from frontdoor.cli import upkeep

            return upkeep.run(chosen)
        case "submit" | "case" | "report" | "fault" | "resend" | "relate" | "pause" | "resume" | "reconcile":
            from frontdoor.cli import asking

            return asking.run(chosen)
        case "evaluate" | "export":
            from frontdoor.cli import evaluating

            return evaluating.run(chosen)
        case "compare":
            from frontdoor.cli import comparing

            return comparing.run(chosen)
        case "scaffold":
            from frontdoor.cli import scaffolding

            return scaffolding.run(chosen)
        case _:
            from frontdoor.cli import definitions

            return definitions.run(chosen)


def build_parser() -> argparse.ArgumentParser:
    """Returns the parser of all commands; every one has an example."""
    parser = argparse.ArgumentParser(
        prog="frontdoor",
        description="One front door for a life event, and the truth about the offices behind it. SIMULATION.",
        epilog="Example: frontdoor demo",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, about: str, example: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=about,
            description=about[0].upper() + about[1:] + ".",
            epilog=f"Example: {example}",
        )

    def asks_portal(one: argparse.ArgumentParser) -> None:
        one.add_argument("--url", default=f"http://127.0.0.1:{os.environ.get('PORT', DEFAULT_PORT)}", help=URL_HELP)

    def answers_json(one: argparse.ArgumentParser) -> None:
        one.add_argument("--json", action="store_true", help="print one JSON document and nothing else")

    serve = command("serve", "run the portal, with its worker inside", "frontdoor serve --port 8000")
    serve.add_argument("--port", type=int, help="port (default $PORT, else 8000)")
    serve.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    serve.add_argument("--town", metavar="URL", help="the town of simulated offices")

    serve.add_argument("--no-worker", action="store_true", help="leave handing over to frontdoor worker (PostgreSQL)")

    worker = command("worker", "hand over what is ready, beside any number of others (PostgreSQL)", "frontdoor worker")
    worker.add_argument("--town", metavar="URL", help="the town of simulated offices")

    town = command("town", "run the town of simulated offices", "frontdoor town --port 8100 --day 0 --only dvla")
    town.add_argument("--port", help="port on the loopback address (default 8100)")
    town.add_argument("--only", metavar="AGENCY", help="run one agency's office alone")
    town.add_argument("--day", help="how long a working day takes: 2s; 0 jumps from event to event (default 2s)")
    town.add_argument("--folder", help="where the offices keep their records (default var/town)")
    town.add_argument("--seed", help="seed of the town's chance (default 1999)")

    demo = command("demo", "run the town and the portal together", "DAY=0 frontdoor demo")
    demo.add_argument("--port", type=int, help="the portal's port (default $PORT, else 8000)")
    demo.add_argument("--town-port", type=int, help="the town's port (default $TOWN_PORT, else 8100)")
    demo.add_argument("--day", help="how long a working day takes: 2s, 0 (default $DAY, else 2s)")

    db = command("db", "upgrade the database, look at it, or move it to PostgreSQL", "frontdoor db migrate")
    db.add_argument("what", choices=("migrate", "status", "copy"), help="what to do with $FRONTDOOR_DATABASE")
    db.add_argument("--to", metavar="URL", help="copy: the empty PostgreSQL database, postgres://user@host/name")

    submit = command("submit", "submit a request from a file", "frontdoor submit request.json --wait 60 --json")
    submit.add_argument("file", help=FILE_HELP)
    submit.add_argument("--scenario", help="the scenario, and so the world, to submit it in")
    submit.add_argument("--wait", type=float, default=0, metavar="S", help="wait up to S seconds until it is finished")
    submit.add_argument("--citizen", choices=HABITS, help=CITIZEN_HELP + " (with --wait: attentive)")
    asks_portal(submit)
    answers_json(submit)

    compare = command(
        "compare",
        "make one request in several worlds and show them side by side",
        "frontdoor compare request.json --scenarios siloed,joined_up --wait 60",
    )
    compare.add_argument("file", nargs="+", help=FILE_HELP + "; several are put into one table")
    compare.add_argument(
        "--seeds", type=int, default=1, metavar="N", help="with N chances each, for intervals (default 1)"
    )
    compare.add_argument("--scenarios", required=True, metavar="A,B", help="two or more scenarios, with commas between")
    compare.add_argument("--wait", type=float, default=60, metavar="S", help="wait up to S seconds (default 60)")
    compare.add_argument("--citizen", choices=HABITS, help=CITIZEN_HELP + " (default attentive)")
    asks_portal(compare)
    answers_json(compare)

    case = command("case", "show one case", "frontdoor case FD-7K3Q-9XWM --json")
    case.add_argument("reference", help="the case's reference")
    asks_portal(case)
    answers_json(case)

    report = command("report", "report handoffs, of one case or of all", "frontdoor report FD-7K3Q-9XWM")
    report.add_argument("reference", nargs="?", help="a case's reference; without it, all cases")
    asks_portal(report)
    answers_json(report)

    resend = command(
        "resend",
        "try once more what got stuck: one handoff, or all that fit",
        "frontdoor resend --agency dvla --dry-run",
    )
    resend.add_argument("handoff", nargs="?", default="", help="a handoff's id, as `frontdoor case --json` shows it")
    resend.add_argument("--agency", default="", help="only what goes to this agency")
    resend.add_argument("--service", default="", help="only what asks this service")
    resend.add_argument("--world", default="", help="only what is in this world")
    resend.add_argument("--trouble", choices=STUCK, help="only what is in this trouble")
    resend.add_argument("--all", action="store_true", help="everything that got stuck")
    resend.add_argument("--dry-run", action="store_true", help="list what would be sent again, and send nothing")
    asks_portal(resend)
    answers_json(resend)

    for name, about in (("pause", "hand nothing over to an office"), ("resume", "go on with an office")):
        change = command(name, f"{about}; without an agency, list how each stands", f"frontdoor {name} dvla")
        change.add_argument("agency", nargs="?", help="the agency, like dvla")
        change.add_argument("--by", default="", metavar="NAME", help="who wants it so (default: your login name)")
        change.add_argument("--reason", default="", help="why; operators read it")
        asks_portal(change)
        answers_json(change)

    reconcile = command(
        "reconcile", "ask every office whether it has what our record says it has", "frontdoor reconcile --json"
    )
    reconcile.add_argument("--agency", default="", help="only this agency's office")
    asks_portal(reconcile)
    answers_json(reconcile)

    fault = command(
        "fault",
        "switch a fault of a simulated office on or off",
        "frontdoor fault dvla loses --world joined_up --rate 0.2 --seed 7",
    )
    fault.add_argument("agency", help="the agency, like dvla")
    fault.add_argument("kind", nargs="?", metavar="kind", help="what is wrong with its office; see below")
    fault.add_argument("--clear", action="store_true", help="switch its faults off, or those of the kind")
    fault.add_argument("--world", help="one world only (default: every world, also those opened later)")
    fault.add_argument("--rate", type=float, default=1.0, help="in what share of cases it shows (default 1)")
    fault.add_argument("--seed", type=int, default=0, help="seed of that chance (default 0)")
    asks_portal(fault)
    kinds = "\n".join(f"  {kind:<13} {does}" for kind, does in KINDS.items())
    fault.formatter_class = argparse.RawDescriptionHelpFormatter
    fault.epilog = (
        f"An office may have several at once. The kinds, and what an office does then:\n{kinds}\n\n{fault.epilog}"
    )

    relate = command(
        "relate",
        "change how two services stand to one another in a simulated town, for the next case",
        "frontdoor relate hmrc.settle_inheritance_tax hmcts.grant_probate joint_venture --scenario as_is_2026",
    )
    relate.add_argument("provider", nargs="?", help="the service that has something; without it, what was changed")
    relate.add_argument("consumer", nargs="?", help="the service that needs it")
    relate.add_argument("level", nargs="?", help="none, taking_into_account, dialogue, joint_project, ... merger")
    relate.add_argument("--scenario", help="the scenario (default $SCENARIO, else as_is_2026)")
    relate.add_argument("--via", metavar="HUB", help="the service that a satellite goes through")
    relate.add_argument("--until", metavar="DAY", help="the last day of a joint project, YYYY-MM-DD")
    relate.add_argument("--reset", action="store_true", help="go back to the scenario's file: the pair, or all of it")
    asks_portal(relate)
    answers_json(relate)

    evaluate = command("evaluate", "measure how offices worked together", "frontdoor evaluate handoffs.jsonl --json")
    evaluate.add_argument("log", nargs="?", metavar="LOG.jsonl", help="an exported log (default: the database)")
    evaluate.add_argument("--by", metavar="GROUP", help="measure each scenario, or each life_event, by itself")
    answers_json(evaluate)

    export = command("export", "export the event log", "frontdoor export --format jsonl -o handoffs.jsonl")
    formats = ["jsonl", "csv", "xes", "ocel"]
    export.add_argument("--format", choices=formats, default="jsonl", help="the format (default jsonl)")
    logs = ["case", "handoff", "service"]
    export.add_argument("--log", choices=logs, default="case", help="xes: what a trace is (default case)")
    export.add_argument("--public", action="store_true", help="new ids and hashes, whole days; refuses rare patterns")
    export.add_argument("--k", type=int, default=5, help="public: how many cases must share a pattern (default 5)")
    export.add_argument("-o", "--output", metavar="PATH", help="write to a file (default: standard output)")

    scaffold = command(
        "scaffold",
        "write an adapter, an office, a life event or a package to begin with, and its tests; nothing is edited",
        "frontdoor scaffold adapter council.issue_parking_permit",
    )
    scaffold.add_argument("what", choices=("adapter", "office", "life-event", "package"), help="what to write")
    scaffold.add_argument("name", help="a service's key (adapter, office), a life event's key, or a package's name")
    scaffold.add_argument("--joins", metavar="EVENT", help="the life event that a new service joins")
    scaffold.add_argument("--reads", metavar="A,B", help="the facts that a new service needs (default: name and email)")
    spoken = ["json", "xml", "records", "batch", "paper"]
    scaffold.add_argument("--protocol", choices=spoken, default="json", help="what the office speaks (default json)")
    scaffold.add_argument("--services", metavar="A,B", help="life-event: the declared services that it concerns")

    check = command("check", "check every definition and adapter", "frontdoor check --json")
    check.add_argument("--draw", metavar="EVENT", help="draw a life event's services and what flows between them")
    answers_json(check)
    return parser


if __name__ == "__main__":
    sys.exit(main())
