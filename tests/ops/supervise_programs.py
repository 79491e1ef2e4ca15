"""Runs the programs of a test under the supervisor: `python -m tests.ops.supervise_programs FOLDER JSON`.

JSON is a list of objects with the fields of `ops.programs.Program`.
"""

import json
import sys
from pathlib import Path

from ops.prefixed_log import PrefixedLog
from ops.programs import Program
from ops.supervise import supervise
from ops.supervisord_conf import write_supervisord_conf


def main(folder: str, programs: str) -> None:
    log = PrefixedLog(sys.stdout, colours=False)
    conf = write_supervisord_conf(Path(folder), [Program(**fields) for fields in json.loads(programs)])
    supervise(conf, log, when_up=lambda: log.say("supervisor", "all is up"))
    log.say("supervisor", "everything is stopped")


if __name__ == "__main__":
    main(*sys.argv[1:])
