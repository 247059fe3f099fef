"""What must be right before a school is served; each fault is one sentence, and nothing has been touched yet."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from esafety.config import ALWAYS_HOSTS, Settings, SettingsProblem
from esafety.lan import addresses_of_this_computer
from esafety.tables import place_of, why_unusable

MOUNTS = Path("/proc/mounts")
# SQLite's write-ahead log needs memory and locks that all processes share; over a network it loses or breaks data.
NETWORK_FILE_SYSTEMS = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "gfs2", "lustre", "ncpfs", "davfs"),
        *("fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.davfs2", "fuse.rclone", "fuse.s3fs", "fuse.gcsfuse"),
    }
)
SECONDS_FOR_POSTGRES = 5


def check_before_start(settings: Settings) -> None:
    """Refuse what would not work or not be safe.

    Raises:
        SettingsProblem: what is wrong, and what would be right.
    """
    sentence = next(_faults(settings), None)
    if sentence:
        raise SettingsProblem([sentence])


def _faults(settings: Settings) -> Iterator[str]:
    """In the order in which a technician would mend them; those that ask others come last."""
    yield from plain_http_faults(settings)
    yield from owner_faults(settings.data)
    if settings.is_sqlite:
        yield from network_disk_faults(settings.database_file, mounts=_mounts())
    yield from port_faults(settings.network.address, port=settings.port)
    if not settings.is_sqlite:
        yield from postgres_faults(settings)


def plain_http_faults(settings: Settings) -> Iterator[str]:
    """Children's words in clear on a network, and hosts that nobody outside could name."""
    network = settings.network
    if network.is_behind_proxy:
        if not settings.is_https and not network.may_be_plain:
            yield "ESAFETY_PROXY is yes, but ESAFETY_HTTPS is no; let the proxy speak https, and set ESAFETY_HTTPS=yes."
        return
    if network.is_loopback:
        return
    if not settings.is_https and not network.may_be_plain:
        yield (
            "Other computers would be served without https, where everybody can listen in; run: esafety certificate "
            "make, and set ESAFETY_HTTPS=yes (or stand behind a proxy, or set ESAFETY_ALLOW_PLAIN_HTTP=1)."
        )
    if set(settings.hosts) <= set(ALWAYS_HOSTS):
        here = addresses_of_this_computer() or ["192.168.1.20"]
        yield f"ESAFETY_HOSTS must name what pupils will type, for example ESAFETY_HOSTS={here[0]}."


def owner_faults(folder: Path) -> Iterator[str]:
    """A folder of another user: what we wrote into it, its owner could not read afterwards."""
    if os.name != "posix" or not folder.exists():
        return
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        yield f"{folder} belongs to another user ({_name_of(owner)}); start this program as that user."


def _name_of(user: int) -> str:
    import pwd  # noqa: PLC0415 - there is none on Windows

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def _mounts() -> str:
    try:
        return MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # not Linux: docs/technicians.md says what may not be done


def network_disk_faults(database: Path, *, mounts: str) -> Iterator[str]:
    """SQLite on another computer's disk; `mounts` is what the system says of its file systems."""
    kind, at = file_system_of(database, mounts=mounts)
    if kind in NETWORK_FILE_SYSTEMS:
        yield (
            f"{database} lies on another computer's disk ({kind} at {at}), where SQLite loses data; "
            "choose a folder of this computer with ESAFETY_DATA, or use PostgreSQL."
        )


def file_system_of(path: Path, *, mounts: str) -> tuple[str, str]:
    """The kind and place of the file system that holds `path`; empty where `mounts` does not tell."""
    real, best = path.resolve(), ("", "")
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) > 2:  # noqa: PLR2004 - device, place, kind
            at = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), parts[1])  # a space is written \040
            # Of two on one place the later one covers the earlier.
            if real.is_relative_to(at) and len(at) >= len(best[1]):
                best = (parts[2], at)
    return best


def port_faults(address: str, *, port: int) -> Iterator[str]:
    """A port that cannot be had: granian itself would share it with another program of the same user."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        if os.name == "posix":  # elsewhere this option would take a port from the program that has it
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
            probe.listen(1)
        except PermissionError:
            yield f"Port {port} is for administrators; choose one above 1023 with ESAFETY_PORT, such as 8443."
        except OSError as error:
            if error.errno in {99, 10049}:  # the address is not this computer's, on Linux and Windows
                yield f"ESAFETY_ADDRESS {address} is not an address of this computer; 0.0.0.0 stands for all of them."
            else:
                yield f"Port {port} is taken by another program; choose another with ESAFETY_PORT."


def postgres_faults(settings: Settings) -> Iterator[str]:
    """A server that does not answer, or tables whose keys are gone."""
    try:
        engine = create_engine(
            settings.database_url, connect_args={"connect_timeout": SECONDS_FOR_POSTGRES}, hide_parameters=True
        )
        with engine.connect() as connection:
            has_tables = inspect(connection).has_table("alembic_version")
        engine.dispose()
    except ImportError:
        yield "PostgreSQL needs one more package; run: pip install 'esafety[postgres]'."
        return
    except SQLAlchemyError as error:
        yield why_unusable(settings, error=error)
        return
    sealing = settings.data / "keys" / "sealing.key"
    if has_tables and not sealing.exists():
        yield f"{sealing} is missing beside {place_of(settings)}; put it back, or run: esafety keys restore"


def addresses_to_type(settings: Settings) -> list[str]:
    """What pupils can type, best first."""
    if settings.base_url:
        return [settings.base_url]
    scheme = "https" if settings.is_https else "http"
    port = "" if settings.port == {"https": 443, "http": 80}[scheme] else f":{settings.port}"
    hosts = [host for host in settings.hosts if host not in ALWAYS_HOSTS] or [settings.hosts[0]]
    return [f"{scheme}://{host}{port}" for host in hosts]
