"""Prints what is in the image as CycloneDX JSON: Debian's packages from dpkg's status, and what the package of Belfry
says it is made of.

Arguments: root, version, seconds since 1970.
"""

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


def belfry(root):
    yield from json.loads((root / "usr/lib/belfry/belfry.cdx.json").read_text())["components"]


def main():
    root, version, epoch = sys.argv[1:]
    root = pathlib.Path(root)
    components = [*debian_packages(root), *belfry(root)]
    for component in components:
        component["bom-ref"] = component.get("purl", component["name"])
    components.sort(key=lambda component: component["bom-ref"])
    print(
        json.dumps(
            {
                "bomFormat": "CycloneDX",
                "specVersion": "1.6",
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
