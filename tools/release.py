"""Makes update files for the page, and latest.json for Belfrys that look for a newer version; ./belfry release calls it.

  release.py NOTES PACKAGE VERSION SYSTEM    in the directory of the release; NOTES and SYSTEM may be empty
"""

import json
import os
import pathlib
import sys
import time
import zipfile


def main():
    notes, package, version, system = sys.argv[1:]
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))))
    news = pathlib.Path(notes).read_text() if notes else ""
    latest = update(f"belfry_{version}.update", package, "package.deb", {"version": version, "at": at, "notes": news})
    if system:
        of_image = system.removeprefix("belfry-").removesuffix(".squashfs")
        latest["image"] = update(f"belfry-image_{of_image}.update", system, "system.squashfs",
                                 {"version": of_image, "at": at, "notes": news})
    # Last, so that nobody is told of a file that is not whole.
    pathlib.Path("latest.json.new").write_text(json.dumps(latest, indent=1) + "\n")
    os.replace("latest.json.new", "latest.json")


def update(name, payload, inside, about):
    """Returns what latest.json says of it."""
    with zipfile.ZipFile(name, "w", zipfile.ZIP_STORED) as file:
        file.writestr("update.json", json.dumps(about))
        file.write(payload, inside)
        file.write(payload + ".sig", inside + ".sig")
    return about | {"file": name, "size": os.path.getsize(name)}


if __name__ == "__main__":
    main()
