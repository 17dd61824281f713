"""Prints what is in the package as CycloneDX JSON: the libraries of the boot jar by its own SBOM, what runs in the
browser, and the Java runtime.

Arguments: the package's /usr/lib/belfry, version, seconds since 1970, the lock file of the phone's libraries. A jar
that the SBOM does not know, byte for byte, is an error.
"""

import hashlib
import json
import pathlib
import re
import sys
import urllib.parse
import zipfile
from datetime import datetime, timezone

# Spring Boot's own, put into the jar when that is packed.
PACKED_IN = re.compile(r"(spring-boot-jarmode-tools)-(.+)\.jar")


def libraries(lib, sbom):
    known = {}
    for component in sbom["components"]:
        component["hashes"] = [each for each in component["hashes"] if each["alg"] == "SHA-256"]
        known[component["hashes"][0]["content"]] = component
    strange = []
    for jar in sorted((lib / "app/lib").glob("*.jar")):
        digest = hashlib.sha256(jar.read_bytes()).hexdigest()
        packed_in = PACKED_IN.fullmatch(jar.name)
        if digest in known:
            yield known[digest]
        elif packed_in:
            name, version = packed_in.groups()
            yield {
                "type": "library",
                "group": "org.springframework.boot",
                "name": name,
                "version": version,
                "hashes": [{"alg": "SHA-256", "content": digest}],
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "purl": f"pkg:maven/org.springframework.boot/{name}@{version}?type=jar",
            }
        else:
            strange.append(jar.name)
    if strange:
        sys.exit(f"The SBOM of the boot jar does not have: {', '.join(strange)}")


def npm(name, version, inside, licence=None):
    return {
        "type": "library",
        "name": name,
        "version": version,
        **({"licenses": [{"license": {"id": licence}}]} if licence else {}),
        "purl": f"pkg:npm/{urllib.parse.quote(name)}@{version}",
        "properties": [{"name": "belfry:inside", "value": inside}],
    }


def in_the_browser(jar, lock):
    """What Vaadin's ready-made bundle says it is made of, and JsSIP with what it needs."""
    for name, version in json.loads(jar.read("META-INF/VAADIN/config/stats.json"))["npmModules"].items():
        yield npm(name, version, "com.vaadin:vaadin-prod-bundle")
    for path, package in json.loads(lock.read_text())["packages"].items():
        name = path.removeprefix("node_modules/")
        # esbuild puts them together and is in none of them; what is optional is esbuild's.
        if name and name != "esbuild" and not package.get("optional"):
            yield npm(name, package["version"], "assets/phone/jssip.js", package["license"])


def runtime(lib):
    fields = dict(re.findall(r'(?m)^(\w+)="(.*)"$', (lib / "runtime/release").read_text()))
    yield {
        "type": "platform",
        "name": "java-runtime",
        "version": fields.get("JAVA_RUNTIME_VERSION", fields["JAVA_VERSION"]),
        "supplier": {"name": fields.get("IMPLEMENTOR", "unknown")},
    }


def main():
    lib, version, epoch, lock = sys.argv[1:]
    lib = pathlib.Path(lib)
    with zipfile.ZipFile(lib / "app/belfry.jar") as jar:
        if "META-INF/sbom/application.cdx.json" not in jar.namelist():
            sys.exit("The boot jar has no SBOM: Maven makes none when it is offline.")
        sbom = json.loads(jar.read("META-INF/sbom/application.cdx.json"))
        components = [*libraries(lib, sbom), *in_the_browser(jar, pathlib.Path(lock)), *runtime(lib)]
    for component in components:
        component["bom-ref"] = component.get("purl", component["name"])
    components.sort(key=lambda component: component["bom-ref"])
    print(
        json.dumps(
            {
                "bomFormat": "CycloneDX",
                "specVersion": "1.6",
                "version": 1,
                "metadata": {
                    "timestamp": datetime.fromtimestamp(int(epoch), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "component": {"type": "application", "name": "belfry", "version": version},
                },
                "components": components,
            },
            indent=1,
        )
    )


main()
