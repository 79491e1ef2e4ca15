"""SeaweedFS by the command lines of compose.yaml, on other ports of this machine."""

import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import boto3
import httpx
import pytest
import yaml
from botocore.config import Config
from botocore.exceptions import ClientError
from django.conf import settings

from core.redis_server import die_with_parent, free_port
from tests.stack import eventually

pytestmark = pytest.mark.site
INSIDE, OUTSIDE = "127.0.0.1", "127.0.0.2"  # for what runs in the container, and for other containers
SECRET = "a-secret-of-this-test"
WEED = f"{sysconfig.get_path('scripts')}/weed"
PARTS = ("master", "volume", "filer", "s3")


class SeaweedFS:
    """Runs within `with`."""

    def __init__(self, folder: Path) -> None:
        services = yaml.safe_load((settings.BASE_DIR / "compose.yaml").read_text())["services"]
        self.service, self.bucket = services["seaweedfs"], services["bucket"]
        self.name = services["web"]["environment"]["S3_BUCKET"]
        self.folder, self.ports = folder, {part: free_port() for part in PARTS}
        self.grpc = {part: free_port() for part in PARTS}

    def __enter__(self) -> "SeaweedFS":
        elsewhere = {"-dir=/data": f"-dir={self.folder}", "-s3.ip.bind=0.0.0.0": f"-s3.ip.bind={OUTSIDE}"}
        assert set(elsewhere) < set(self.service["command"])
        command = [elsewhere.get(part, part) for part in self.service["command"]]
        command += [f"-{part}.port={port}" for part, port in self.ports.items()]
        command += [f"-{part}.port.grpc={port}" for part, port in self.grpc.items()]
        environment = self.service["environment"] | {"AWS_SECRET_ACCESS_KEY": SECRET}
        with (self.folder / "log").open("wb") as log:
            how = {"stdout": log, "stderr": log, "env": environment, "preexec_fn": die_with_parent}
            self.process = subprocess.Popen([WEED, *command], **how)
        eventually(self.healthy, 60, "SeaweedFS to be healthy")
        return self

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        self.process.wait()

    def healthy(self) -> bool:
        """As the container's health check finds it."""
        asked = self.service["healthcheck"]["test"][-1].replace(":8333", f":{self.ports['s3']}")
        try:
            return httpx.get(asked).is_success
        except httpx.TransportError:
            return False

    def make_bucket(self) -> int:
        """The exit code of the service `bucket`."""
        servers = [f"-{part}={INSIDE}:{self.ports[part]}.{self.grpc[part]}" for part in ("master", "filer")]
        [script] = self.bucket["command"]
        command = ["sh", "-c", script.replace("weed shell", " ".join([WEED, "shell", *servers]))]
        return subprocess.run(command, cwd=self.folder, capture_output=True, timeout=60).returncode

    def client(self, secret: str = SECRET):
        keys = {"aws_access_key_id": self.service["environment"]["AWS_ACCESS_KEY_ID"], "aws_secret_access_key": secret}
        config = Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1})
        address = f"http://{OUTSIDE}:{self.ports['s3']}"
        return boto3.client("s3", endpoint_url=address, region_name="us-east-1", config=config, **keys)


@pytest.fixture(scope="module")
def seaweedfs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SeaweedFS]:
    with SeaweedFS(tmp_path_factory.mktemp("seaweedfs")) as server:
        yield server


def test_the_bucket_is_made_once_and_only_the_key_opens_it(seaweedfs):
    with pytest.raises(ClientError, match="NoSuchBucket"):
        seaweedfs.client().list_objects_v2(Bucket=seaweedfs.name)
    assert [seaweedfs.make_bucket(), seaweedfs.make_bucket()] == [0, 0]
    seaweedfs.client().put_object(Bucket=seaweedfs.name, Key="story/film.mp4", Body=b"film")
    asked = {"Bucket": seaweedfs.name, "Key": "story/film.mp4"}
    signed, unsigned = (
        seaweedfs.client().generate_presigned_url("get_object", Params=asked, ExpiresIn=60),
        f"http://{OUTSIDE}:{seaweedfs.ports['s3']}/{seaweedfs.name}/story/film.mp4",
    )
    assert httpx.get(signed, headers={"Range": "bytes=1-2"}).content == b"il"
    assert httpx.get(unsigned).status_code == 403
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        seaweedfs.client("another").list_objects_v2(Bucket=seaweedfs.name)


@pytest.mark.parametrize("part", ["master", "volume", "filer"])
def test_what_knows_no_password_is_closed_to_other_containers(seaweedfs, part):
    assert httpx.get(f"http://{INSIDE}:{seaweedfs.ports[part]}/").status_code < 500
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://{OUTSIDE}:{seaweedfs.ports[part]}/")
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://{OUTSIDE}:{seaweedfs.grpc[part]}/")
