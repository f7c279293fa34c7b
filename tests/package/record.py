"""Records what `sam package` makes of the project beside this file. The README says how to call it."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path

import boto3

HERE = Path(__file__).parent
ADDRESS = "http://127.0.0.1:5799"
ENVIRONMENT = {
    "AWS_ENDPOINT_URL": ADDRESS,
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": "us-east-1",
    "SAM_CLI_TELEMETRY": "0",
}


def copy(folder):
    """The project with links and modes that a repository does not keep everywhere."""
    project = Path(folder, "project")
    shutil.copytree(HERE / "project", project)
    os.symlink("../licence.txt", project / "src/licence.txt")
    os.symlink("../layer", project / "src/linked")
    (project / "src/run.sh").chmod(0o755)
    (project / "src/.env").chmod(0o600)
    return project


def content(body):
    if zipfile.is_zipfile(io.BytesIO(body)):
        members = zipfile.ZipFile(io.BytesIO(body)).infolist()
        return {"zip": sorted([it.filename, it.external_attr >> 16] for it in members)}
    return {"md5": hashlib.md5(body).hexdigest()}


def main():
    os.environ.update(ENVIRONMENT)
    server = subprocess.Popen(["moto_server", "-p", ADDRESS.rsplit(":", 1)[1]], stderr=subprocess.DEVNULL)
    try:
        time.sleep(5)
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="code")
        with tempfile.TemporaryDirectory() as folder:
            command = "sam package --template-file template.yaml --s3-bucket code --s3-prefix app --use-json"
            packaged = [*command.split(), "--output-template-file", f"{folder}/packaged.json"]
            subprocess.run(packaged, cwd=copy(folder), check=True, stdout=subprocess.DEVNULL)
            template = json.loads(Path(folder, "packaged.json").read_text())
        keys = [it["Key"] for it in s3.list_objects_v2(Bucket="code")["Contents"]]
        artifacts = {it: content(s3.get_object(Bucket="code", Key=it)["Body"].read()) for it in keys}
    finally:
        server.terminate()
    text = json.dumps({"template": template, "artifacts": artifacts}, indent=1)
    (HERE / "recorded.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
