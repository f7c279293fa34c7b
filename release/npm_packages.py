"""The packages for npm: one with the program for each platform, and one that brings that of the machine."""
import json

import archives
import project

SHIM = "samc.js"


def write_platform(target, program, out):
    """Pack the package with the program for a platform. Returns its path."""
    machine = project.TARGETS[target]["npm"]
    about = common(platform_name(target), f"{project.NAME} for {' '.join(machine.values())}")
    about |= {"os": [machine["os"]], "cpu": [machine["cpu"]]}
    if "libc" in machine:
        about["libc"] = [machine["libc"]]
    # Yarn leaves packages zipped otherwise, and a zipped program cannot be started.
    about["preferUnplugged"] = True
    readme = f"The program of the package `{project.NAME}`, which is the one to install.\n"
    file = f"bin/{project.program(target)}"
    return pack(about, {file: program.read_bytes(), "README.md": readme.encode()}, {file}, out)


def write_main(out):
    """Pack the package that people install. Returns its path."""
    about = common(project.NAME, project.PACKAGE["description"])
    about |= {
        "keywords": project.PACKAGE["keywords"],
        "bin": {project.NAME: f"bin/{SHIM}"},
        "engines": {"node": ">=18"},
        "optionalDependencies": {platform_name(it): project.VERSION for it in project.TARGETS},
    }
    file = f"bin/{SHIM}"
    files = {
        file: (project.ROOT / "release/npm" / SHIM).read_bytes(),
        "README.md": (project.ROOT / "README.md").read_bytes(),
    }
    return pack(about, files, {file}, out)


def platform_name(target):
    """samc.js builds the same names, of what Node says of the machine."""
    machine = project.TARGETS[target]["npm"]
    libc = {"glibc": "-gnu", "musl": "-musl"}.get(machine.get("libc"), "")
    return f"{project.NAME}-{machine['os']}-{machine['cpu']}{libc}"


def common(name, description):
    about = {
        "name": name,
        "version": project.VERSION,
        "description": description,
        "license": project.PACKAGE["license"],
    }
    if project.repository():
        # npm holds the address against that of the workflow that publishes.
        about["repository"] = {"type": "git", "url": f"git+{project.repository()}.git"}
    return about


def pack(about, files, programs, out):
    files = {f"package/{name}": content for name, content in files.items()}
    files["package/package.json"] = (json.dumps(about, indent=2) + "\n").encode()
    for name in project.LEGAL:
        files[f"package/{name}"] = (project.ROOT / name).read_bytes()
    path = out / f"{about['name']}-{about['version']}.tgz"
    return archives.tar_file(path, files, {f"package/{it}" for it in programs})
