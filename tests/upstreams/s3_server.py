"""An S3 server: SeaweedFS, with a bucket and one key, on ports of 127.0.0.1."""

import json
import shutil
import subprocess
import sysconfig
import tempfile
import time
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from core.redis_server import LOOPBACK, die_with_parent, free_port

BUCKET, ACCESS_KEY, SECRET_KEY = "stories", "access-key-for-tests", "secret-key-for-tests"
START_LIMIT = 60.0  # seconds
_PARTS = ("master", "volume", "filer", "s3")


class S3Server:
    """Runs within `with`. `values` are the settings that name it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="storyforge-s3-"))
        self._ports: list[int] = []
        self.url = f"http://{LOOPBACK}:{self._port()}"
        self.values = {
            "STORY_FILES": "s3",
            "S3_BUCKET": BUCKET,
            "S3_ENDPOINT_URL": self.url,
            "S3_ACCESS_KEY": ACCESS_KEY,
            "S3_SECRET_KEY": SECRET_KEY,
        }

    def __enter__(self) -> Self:
        with (self.folder / "log").open("wb") as log:
            how = {"stdout": log, "stderr": log, "preexec_fn": die_with_parent}  # which calls prctl, nothing else
            self.process = subprocess.Popen(self._command(), **how)
        try:
            self._make_bucket()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        for port in self._ports:  # it keeps sockets in /tmp wherever its folder is
            for socket in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
                socket.unlink(missing_ok=True)

    @property
    def place(self) -> dict[str, str]:
        """As `storyforge.story_files` takes it."""
        return {"bucket": BUCKET, "endpoint": self.url, "browsers": "", "region": "us-east-1"}

    @cached_property
    def client(self) -> Any:
        """A client of its own, for looking at what is stored."""
        config = Config(s3={"addressing_style": "path"}, connect_timeout=2, retries={"total_max_attempts": 1})
        keys = {"aws_access_key_id": ACCESS_KEY, "aws_secret_access_key": SECRET_KEY}
        return boto3.client("s3", endpoint_url=self.url, region_name="us-east-1", config=config, **keys)

    @property
    def keys(self) -> list[str]:
        """The keys of all stored files."""
        return sorted(one["Key"] for one in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", ()))

    def empty(self) -> None:
        """Remove everything that is stored."""
        for key in self.keys:
            self.client.delete_object(Bucket=BUCKET, Key=key)

    def _port(self) -> int:
        self._ports.append(free_port())
        return self._ports[-1]

    def _command(self) -> list[str]:
        credentials = [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}]
        who = {"name": "tests", "credentials": credentials, "actions": ["Admin", "Read", "Write", "List"]}
        (self.folder / "s3.json").write_text(json.dumps({"identities": [who]}))
        ports = [f"-{part}.port={self._port()}" for part in _PARTS if part != "s3"]
        ports += [f"-{part}.port.grpc={self._port()}" for part in _PARTS]
        return [
            *(f"{sysconfig.get_path('scripts')}/weed", "server", f"-dir={self.folder}", f"-ip={LOOPBACK}"),
            *("-s3", f"-s3.config={self.folder / 's3.json'}", f"-s3.port={self.url.rpartition(':')[2]}", *ports),
            *(
                "-s3.port.iceberg=0",
                "-s3.port.lance=0",
                f"-ip.bind={LOOPBACK}",
                "-master.volumeSizeLimitMB=64",
                "-volume.max=50",
            ),
            *("-master.telemetry=false", "-volume.preStopSeconds=0"),
        ]

    def _make_bucket(self) -> None:
        until = time.monotonic() + START_LIMIT
        while True:
            try:
                self.client.create_bucket(Bucket=BUCKET)
                self.client.put_object(Bucket=BUCKET, Key="ready", Body=b"")
                return self.empty()
            except (BotoCoreError, ClientError) as error:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(
                        f"SeaweedFS did not start: {(self.folder / 'log').read_text()[-2000:]}"
                    ) from error
                time.sleep(0.1)
