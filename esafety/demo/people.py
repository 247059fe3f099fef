"""The people of the demonstration: two invented schools. Any likeness to real ones is chance."""

from __future__ import annotations

from dataclasses import dataclass, replace

from esafety.roles import Role


@dataclass(frozen=True, kw_only=True)
class DemoStaff:
    """A member of staff: name, local part of the e-mail, roles, classes led, class covered."""

    name: str
    email: str
    roles: tuple[Role, ...] = ()
    stands_in_for: Role | None = None
    leads: tuple[str, ...] = ()
    covers: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoClass:
    """A class: name, key stage, year groups, and children as (first name, initial)."""

    name: str
    key_stage: str
    years: tuple[int, ...]
    children: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class DemoSchool:
    """A school of the demonstration."""

    name: str
    nation: str
    domain: str
    staff: tuple[DemoStaff, ...]
    classes: tuple[DemoClass, ...]


def _children(names: str) -> tuple[tuple[str, str], ...]:
    """Children from "Maisie B, Ade O"."""
    return tuple((name.rsplit(" ", 1)[0].strip(), name.rsplit(" ", 1)[1]) for name in names.split(","))


BRAMBLEWOOD = DemoSchool(
    name="Bramblewood Primary School",
    nation="england",
    domain="bramblewood.example",
    staff=(
        DemoStaff(name="Mrs Adeyemi", email="adeyemi", roles=(Role.HEAD,)),
        DemoStaff(name="Mrs Khan", email="khan", roles=(Role.OFFICER,)),
        DemoStaff(name="Mr Bell", email="bell", roles=(Role.DEPUTY,)),
        DemoStaff(name="Ms Farrow", email="farrow", stands_in_for=Role.OFFICER),
        DemoStaff(name="Mr Doyle", email="doyle", roles=(Role.OFFICE,)),
        DemoStaff(name="Dr Walsh", email="walsh", roles=(Role.GOVERNOR,)),
        DemoStaff(name="Mr Lloyd", email="lloyd", leads=("Acorn",)),
        DemoStaff(name="Miss Okoro", email="okoro", leads=("Beech",)),
        DemoStaff(name="Mrs Patel", email="patel", leads=("Oak",)),
        DemoStaff(name="Mr Hughes", email="hughes", leads=("Willow",)),
        DemoStaff(name="Ms Rahman", email="rahman", covers="Beech"),
    ),
    classes=(
        DemoClass(
            name="Acorn",
            key_stage="KS1",
            years=(1,),
            children=_children(
                "Ada W, Bilal H, Cerys J, Dev P, Elsie M, Femi A, Gracie T, Harry L, "
                "Isla B, Jakub N, Keira D, Leo S, Lily C, Lily R, Musa K"
            ),
        ),
        DemoClass(
            name="Beech",
            key_stage="KS1",
            years=(2,),
            children=_children(
                "Alfie G, Amina Y, Ben O, Chloe F, Daniel V, Eva Z, Finn M, Hana S, "
                "Ivy P, Joel E, Kofi B, Layla A, Milo T, Nora W, Oscar H"
            ),
        ),
        DemoClass(
            name="Oak",
            key_stage="KS2",
            years=(4,),
            children=_children(
                "Aisha M, Archie B, Bronwen P, Caleb T, Daisy N, Ethan K, Freya L, Gabriel S, "
                "Hope W, Imran A, Jasmine C, Kyle D, Maisie T, Ola Z, Rose F"
            ),
        ),
        DemoClass(
            name="Willow",
            key_stage="KS2",
            years=(5, 6),
            children=_children(
                "Anya R, Blessing O, Connor G, Demi H, Emre Y, Fatima S, George M, Holly J, "
                "Jude B, Kasia W, Lewis P, Mia T, Noah E, Priya V, Will C"
            ),
        ),
    ),
)

GLAN_YR_AFON = DemoSchool(
    name="Ysgol Glan-yr-afon",
    nation="wales",
    domain="glanyrafon.example",
    staff=(
        DemoStaff(name="Mr Morgan", email="morgan", roles=(Role.HEAD,)),
        DemoStaff(name="Mrs Rees", email="rees", roles=(Role.OFFICER,)),
        DemoStaff(name="Ms Price", email="price", roles=(Role.DEPUTY,)),
        DemoStaff(name="Mr Howells", email="howells", stands_in_for=Role.OFFICER),
        DemoStaff(name="Mr Evans", email="evans", leads=("Derwen",)),
        DemoStaff(name="Miss Vaughan", email="vaughan", leads=("Onnen",)),
    ),
    classes=(
        DemoClass(
            name="Derwen",
            key_stage="KS1",
            years=(1, 2),
            children=_children("Aled R, Betsan M, Carys H, Dafydd T, Efa L, Gwion P"),
        ),
        DemoClass(
            name="Onnen",
            key_stage="KS2",
            years=(3, 4),
            children=_children("Elin W, Ffion D, Ifan J, Llew S, Mari B, Osian G"),
        ),
    ),
)

SCHOOLS = (BRAMBLEWOOD, GLAN_YR_AFON)

FULL_CLASS = 30
# Who joins where classes are to be full. Each first name is new to every class, so that nobody there needs an initial.
_JOIN = _children(
    "Adam Q, Beatrix V, Callum D, Dina K, Edward N, Florence U, Gethin O, Harriet E, Isaac Z, "
    "Josie A, Kamil F, Lottie M, Marcus Y, Nia G, Oliver X, Petra S, Quinn R, Ravi T, "
    "Seren L, Toby J, Una C, Victor I, Wanda P, Xander B, Yasmin H"
)


def with_full_classes(school: DemoSchool) -> DemoSchool:
    """The same school with thirty children in each class; those who were there stay the first."""
    return replace(
        school,
        classes=tuple(replace(each, children=(*each.children, *_JOIN)[:FULL_CLASS]) for each in school.classes),
    )


# What a passphrase of the demonstration is made of: four of these, from a random source, new for each installation.
PASSPHRASE_WORDS = tuple(
    """
    acorn anchor basket biscuit blanket bridge bucket button candle carrot castle cherry cloud comet copper cotton
    crayon cushion daisy dragon drum ember engine feather ferry flute forest garden ginger globe hammer harbour
    hazel honey island ivy jacket jigsaw kettle kite ladder lantern lemon maple marble meadow mirror mitten mountain
    nutmeg orchard otter paddle pebble pepper piano pillow pocket puddle pumpkin puzzle quilt rabbit ribbon river
    rocket saddle sailor saucer shell silver spanner sponge stable sunset tartan teapot thimble thunder ticket
    trumpet tulip tunnel turnip velvet violin wagon walnut whistle willow window yellow zigzag
    """.split()  # noqa: SIM905 - a hundred quoted lines would say no more
)
