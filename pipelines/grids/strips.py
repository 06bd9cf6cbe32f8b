"""Strips: what the body of a table covers from left to right, each a column or a part of one. Their headers are ``headed``'s."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.grids.atoms import Atom, AtomLine

# Strips are apart by this many points.
_APART = 1.5
# An ordinal or a mark of a level (一、 其中：) before a label has so many characters.
_ORDINAL_LENGTH = 3


@dataclass(slots=True)
class Strip:
    """What stands below each other in the body: one column or a part of one."""

    atoms: list[Atom] = field(default_factory=list)

    @property
    def x0(self) -> float:
        return min(atom.x0 for atom in self.atoms)

    @property
    def x1(self) -> float:
        return max(atom.x1 for atom in self.atoms)

    @property
    def is_amounts(self) -> bool:
        return any(atom.is_exact for atom in self.atoms)

    @property
    def is_digits(self) -> bool:
        return all(atom.is_number for atom in self.atoms)


def strips_of(rows: Sequence[Sequence[AtomLine]]) -> list[Strip]:
    """What the body covers from left to right, a total in the middle of the label columns left out where it joins two."""
    atoms = [atom for row in rows for line in row for atom in line]
    whole = _joined(atoms)
    alone = _alone(rows)
    loose = [atom for atom in atoms if atom.is_number or atom not in alone]
    finer = _joined(loose)
    if len(finer) <= len(whole):
        return whole
    for atom in alone:
        over = [strip for strip in finer if strip.x0 < atom.x1 and atom.x0 < strip.x1]
        if any(strip.is_amounts for strip in over):
            return whole
        if len(over) == 1:
            over[0].atoms.append(atom)
        elif not over:
            return whole
    return sorted(finer, key=lambda strip: strip.x0)


def _alone(rows: Sequence[Sequence[AtomLine]]) -> dict[Atom, None]:
    """The atoms that are the only one of their row that is no number, in order."""
    words = [[atom for line in row for atom in line if not atom.is_number] for row in rows]
    return {found[0]: None for found in words if len(found) == 1}


def _joined(atoms: Sequence[Atom]) -> list[Strip]:
    """Atoms that cover each other's place in strips, left to right."""
    strips: list[Strip] = []
    end = float("-inf")
    for atom in sorted(atoms, key=lambda atom: atom.x0):
        if not strips or atom.x0 - end > _APART:
            strips.append(Strip())
            end = float("-inf")
        strips[-1].atoms.append(atom)
        end = max(end, atom.x1)
    return strips


def merged(strips: Sequence[Strip], rows: Sequence[Sequence[AtomLine]]) -> list[Strip]:
    """Strips of labels under one header as one, but codes beside names, and two labels side by side in one row."""
    found: list[Strip] = []
    for strip in strips:
        is_label = bool(found) and not strip.is_digits and not found[-1].is_amounts and not strip.is_amounts
        if is_label and not found[-1].is_digits and not _stand_together(found[-1], strip, rows):
            found[-1].atoms.extend(strip.atoms)
        else:
            found.append(strip)
    return found


def _stand_together(left: Strip, right: Strip, rows: Sequence[Sequence[AtomLine]]) -> bool:
    """Whether both have a label in one row, the left one more than an ordinal."""
    before, after = {id(atom) for atom in left.atoms}, {id(atom) for atom in right.atoms}
    for row in rows:
        atoms = [atom for line in row for atom in line]
        length = sum(len(atom.text) for atom in atoms if id(atom) in before)
        if length > _ORDINAL_LENGTH and any(id(atom) in after for atom in atoms):
            return True
    return False


def may_share(strips: Sequence[Strip]) -> bool:
    """Whether several strips may stand under one header: codes, and names beside them."""
    return not any(strip.is_amounts for strip in strips) and all(strip.is_digits for strip in strips[:-1])


def numbers_of(strip: Strip) -> list[Atom]:
    """The numbers of a strip, from left to right."""
    return [atom for atom in strip.atoms if atom.is_number]


def spread(places: Sequence[float]) -> float:
    """How far places lie apart, in points; 0 for none."""
    return max(places) - min(places) if places else 0.0
