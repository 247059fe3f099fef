"""Certificates that are made: whom they vouch for, how long, and that they are renewed in time."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from esafety import certificates, clock
from esafety.config import Settings, SettingsProblem
from esafety.network import Network


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    hosts = ("esafety.school.example", "192.168.7.7", "localhost", "127.0.0.1", "[::1]")
    (tmp_path / "data").mkdir()
    return replace(Settings.for_folder(tmp_path / "data"), hosts=hosts, is_https=True)


def read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def trusts(settings: Settings, name: str) -> bool:
    store = Store([read(certificates.authority_of(settings).certificate)])
    verifier = PolicyBuilder().store(store).time(clock.now()).build_server_verifier(x509.DNSName(name))
    try:
        verifier.verify(read(certificates.made_for(settings).certificate), [])
    except VerificationError:
        return False
    return True


def test_devices_that_trust_the_authority_trust_the_school_s_name_and_no_other(settings: Settings) -> None:
    assert certificates.make(settings)[0]
    assert trusts(settings, "esafety.school.example")
    assert not trusts(settings, "bank.example")


def test_keys_are_their_owner_s_alone(settings: Settings) -> None:
    certificates.make(settings)
    folder = certificates.folder_of(settings)
    assert {path.name for path in folder.iterdir()} == {"ca.crt", "ca.key", "server.crt", "server.key"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_how_long_they_last(settings: Settings) -> None:
    certificates.make(settings)
    for pair, days in ((certificates.authority_of(settings), 3652), (certificates.made_for(settings), 397)):
        found = read(pair.certificate)
        assert found.not_valid_after_utc - clock.now() <= timedelta(days=days)
        assert found.not_valid_after_utc - clock.now() > timedelta(days=days - 1)
        assert found.not_valid_before_utc < clock.now()
    assert found.not_valid_after_utc - found.not_valid_before_utc < timedelta(days=398)


def test_the_authority_is_made_once_and_signs_no_other_authority(settings: Settings) -> None:
    certificates.make(settings)
    first = certificates.authority_of(settings).certificate.read_bytes()
    assert certificates.make(settings)[0] is False
    assert certificates.authority_of(settings).certificate.read_bytes() == first
    limits = read(certificates.authority_of(settings).certificate).extensions
    assert limits.get_extension_for_class(x509.BasicConstraints).value.path_length == 0


def test_the_authority_vouches_for_no_name_that_it_was_not_made_for(settings: Settings) -> None:
    certificates.make(settings)
    before = certificates.made_for(settings).certificate.read_bytes()
    with pytest.raises(SettingsProblem, match=r"may not vouch for it\. Move .* away and run: esafety certificate make"):
        certificates.make(replace(settings, hosts=("bank.example",)))
    with pytest.raises(SettingsProblem, match=r"the address 203\.0\.113\.9"):
        certificates.make(replace(settings, hosts=("203.0.113.9",)))
    assert certificates.made_for(settings).certificate.read_bytes() == before


@pytest.mark.parametrize(("days", "is_renewed"), [(0, False), (360, False), (368, True), (500, True)])
def test_it_is_renewed_at_a_start_within_its_last_thirty_days(settings: Settings, days: int, is_renewed: bool) -> None:
    certificates.make(settings)
    before = read(certificates.made_for(settings).certificate)
    with time_machine.travel(clock.now() + timedelta(days=days)):
        pair = certificates.pair_to_serve(settings)
        assert (read(pair.certificate) != before) is is_renewed
        assert trusts(settings, "esafety.school.example")


def test_it_is_made_anew_for_a_new_address(settings: Settings) -> None:
    certificates.make(settings)
    moved = replace(settings, hosts=("esafety.school.example", "10.1.2.3"))
    names = read(certificates.pair_to_serve(moved).certificate).extensions
    held = names.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "10.1.2.3" in [str(each) for each in held.get_values_for_type(x509.IPAddress)]


def test_one_that_was_given_is_never_written_over(settings: Settings, tmp_path: Path) -> None:
    certificates.make(settings)
    made = certificates.made_for(settings)
    given = Network(certificate=made.certificate, certificate_key=made.key)
    before = made.certificate.read_bytes()
    with time_machine.travel(clock.now() + timedelta(days=390)):
        assert certificates.pair_to_serve(replace(settings, network=given)) == made
    assert made.certificate.read_bytes() == before
    assert isinstance(read(made.certificate).public_key(), ec.EllipticCurvePublicKey)
    assert tmp_path.is_dir()
