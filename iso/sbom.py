"""Prints what is in the image as CycloneDX JSON: Debian's packages from dpkg's status, libraries as Maven names
them, the Java runtime from its release file.

Arguments: root, version, seconds since 1970, Maven's local repository. A library of the appliance that is not
in that repository, byte for byte, is an error: then the package was made elsewhere, or changed.
"""

import hashlib
import json
import pathlib
import re
import sys
import urllib.parse
import uuid
from datetime import datetime, timezone


def debian_packages(root):
    for paragraph in (root / "var/lib/dpkg/status").read_text().split("\n\n"):
        fields = dict(re.findall(r"(?m)^(Package|Version|Architecture|Status|Maintainer): (.*)$", paragraph))
        if fields.get("Status") != "install ok installed":
            continue
        name, version, architecture = fields["Package"], fields["Version"], fields["Architecture"]
        yield {
            "type": "library",
            "name": name,
            "version": version,
            "supplier": {"name": fields.get("Maintainer", "")},
            "purl": f"pkg:deb/debian/{name}@{urllib.parse.quote(version)}?arch={architecture}",
        }


def libraries(root, repository):
    """Each jar is looked up where Maven took it from, which tells its group and how its version is spelt."""
    known = {}
    for file in repository.rglob("*.jar"):
        known.setdefault(file.name, []).append(file)
    strange = []
    for jar in sorted((root / "usr/lib/belfry/app").rglob("*.jar")):
        if is_ours(jar.name):
            continue
        content = jar.read_bytes()
        found = next((file for file in known.get(jar.name, []) if file.read_bytes() == content), None)
        if not found:
            strange.append(jar.name)
            continue
        version, name = found.parent.name, found.parent.parent.name
        group = ".".join(found.parent.parent.parent.relative_to(repository).parts)
        classifier = jar.stem.removeprefix(f"{name}-{version}").lstrip("-")
        yield {
            "type": "library",
            "group": group,
            "name": name,
            "version": version,
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}],
            "purl": f"pkg:maven/{group}/{name}@{version}?type=jar" + (f"&classifier={classifier}" if classifier else ""),
        }
    if strange:
        sys.exit(f"Maven's repository does not have: {', '.join(strange)}")


def is_ours(jar):
    return re.match(r"(appliance|belfry|media|pbx-core|provisioning|webui|spring-boot-jarmode-tools)[-.]", jar)


def runtime(root):
    release = root / "usr/lib/belfry/runtime/release"
    if release.exists():
        fields = dict(re.findall(r'(?m)^(\w+)="(.*)"$', release.read_text()))
        yield {
            "type": "platform",
            "name": "java-runtime",
            "version": fields.get("JAVA_RUNTIME_VERSION", fields["JAVA_VERSION"]),
            "supplier": {"name": fields.get("IMPLEMENTOR", "unknown")},
        }


def main():
    root, version, epoch, repository = sys.argv[1:]
    root = pathlib.Path(root)
    components = [
        *debian_packages(root),
        *libraries(root, pathlib.Path(repository)),
        *runtime(root),
    ]
    for component in components:
        component["bom-ref"] = component.get("purl", component["name"])
    components.sort(key=lambda component: component["bom-ref"])
    print(
        json.dumps(
            {
                "bomFormat": "CycloneDX",
                "specVersion": "1.5",
                "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_DNS, 'belfry-' + version)}",
                "version": 1,
                "metadata": {
                    "timestamp": datetime.fromtimestamp(int(epoch), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "component": {"type": "operating-system", "name": "belfry", "version": version},
                },
                "components": components,
            },
            indent=1,
        )
    )


main()
