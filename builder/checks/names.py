"""Rules for names that lead from one file to another: places of files, references, uniqueness."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from builder.checks.context import Context, gathered, main_notice, problem, written
from builder.folder import DataFile
from builder.reading import Problem
from xueshi.model import structure as model
from xueshi.model.hints import closest
from xueshi.model.policy import CityYear, ListedPlatform
from xueshi.model.registers import BaseList, Document, Held, Platform, Region
from xueshi.model.values import Silence, Source
from xueshi.validate.looks import in_brackets, in_figures

Rule = Callable[[Context], Iterator[Problem]]


def city_is_its_folder(context: Context) -> Iterator[Problem]:
    """``city`` is the name of the folder."""
    for file in context.folder.under("cities"):
        city = written(file, "city")
        if isinstance(city, str) and city != file.place.parts[1]:
            yield problem(file, ("city",), "E232", city, hint=file.place.parts[1])


def year_is_its_file(context: Context) -> Iterator[Problem]:
    """``year`` is the name of the file."""
    for file in context.folder.under("cities"):
        year = written(file, "year")
        if isinstance(year, int) and str(year) != file.place.stem:
            yield problem(file, ("year",), "E234", str(year), hint=file.place.stem)


def city_is_a_region(context: Context) -> Iterator[Problem]:
    """The city of a year and the region of a document are listed in regions.yml."""
    if not context.folder.sound("regions.yml"):
        return
    known = context.regions
    for file in context.folder.under("cities"):
        city = written(file, "city")
        if isinstance(city, str) and city not in known:
            yield problem(file, ("city",), "E233", city, hint=closest(city, tuple(known)))
    for file, path, document in context.every("documents", Document):
        if document.region is not None and document.region not in known:
            place = (*path, "region")
            hint = closest(document.region, tuple(known))
            yield problem(file, place, "E233", document.region, hint=hint)


def main_notice_is_of_the_year(context: Context) -> Iterator[Problem]:
    """The number or the title of the main notice holds the year: no year is inherited from another."""
    for file, document in _wrong_notices(context, "E235"):
        found = f"主通知 {document.ref} 的文号和标题里都没有 {written(file, 'year')}"
        yield problem(file, ("notices", 0), "E235", found)


def main_notice_is_of_the_city(context: Context) -> Iterator[Problem]:
    """The main notice of a city is registered for that city or for none."""
    for file, document in _wrong_notices(context, "E241"):
        yield problem(file, ("notices", 0), "E241", document.ref, hint=document.region)


def _wrong_notices(context: Context, code: str) -> Iterator[tuple[DataFile, Document]]:
    for file in context.folder.under("cities"):
        document = context.documents.get(main_notice(file) or "")
        if document is not None and context.wrong_notices.get(file.place.as_posix()) == code:
            yield file, document


def documents_exist(context: Context) -> Iterator[Problem]:
    """Every document that is named is registered: in sources, among notices, and as what another rests on.

    Where it is registered with other brackets around the year, or letters for figures, that is told there.
    """
    if not context.folder.sound("documents"):
        return
    known = context.documents
    named = [item for item in _named_documents(context) if item[2] not in known]
    unknown = {ref: _close_number(ref, tuple(known)) for _, _, ref in named}
    unknown = {ref: hint for ref, hint in unknown.items() if hint is None or ref not in _meant(hint)}
    used = [item for item in named if item[2] in unknown]
    for (file, fault), hint in zip(gathered("E236", used), unknown.values(), strict=True):
        yield file.problem(replace(fault, hint=hint))


def _meant(number: str) -> tuple[str, ...]:
    """What a document's number is told to be written as."""
    return in_brackets(number), in_figures(number)


def sources_were_read(context: Context) -> Iterator[Problem]:
    """A source stands in a document that was read, not in one that is only cited by others."""
    used = []
    for file, path, source, document in context.used_sources(Held.CITED):
        if document is not None and document.held is Held.CITED:
            main = ("notices", 0) if file.place.parts[0] == "cities" else path
            used.append((file, (*path, "document") if source.document is not None else main, document.ref))
    for file, fault in gathered("E242", used):
        yield file.problem(fault)


def platforms_exist(context: Context) -> Iterator[Problem]:
    """A listed platform is registered in platforms.yml."""
    known = tuple(context.platforms)
    if context.folder.sound("platforms.yml"):
        for file, path, item in context.every("cities", ListedPlatform):
            if item.platform not in known:
                place = (*path, "platform")
                yield problem(
                    file, place, "E237", item.platform, allowed=known, hint=closest(item.platform, known)
                )


def base_lists_exist(context: Context) -> Iterator[Problem]:
    """A list of bases is registered in bases.yml."""
    known = tuple(context.base_lists)
    if context.folder.sound("bases.yml"):
        for file, city_year in context.city_years():
            for index, name in enumerate(city_year.bases):
                if name not in known:
                    place = ("bases", index)
                    yield problem(file, place, "E238", name, allowed=known, hint=closest(name, known))


def names_are_unique(context: Context) -> Iterator[Problem]:
    """Ids and numbers of documents, titles of those without, names of platforms, ids of all occur once."""
    seen: dict[tuple[str, str], tuple[DataFile, model.Path]] = {}
    for kind, file, path, name in _unique_names(context):
        if (first := seen.get((kind, name))) is not None:
            there, where = first
            hint = f"{there.place} 第 {there.at_path(where).line} 行"
            yield problem(file, path, "E239", name, hint=hint)
        else:
            seen[kind, name] = (file, path)


def _unique_names(context: Context) -> Iterator[tuple[str, DataFile, model.Path, str]]:
    for file, path, document in context.every("documents", Document):
        yield "document id", file, (*path, "id"), document.id
        named = "title" if isinstance(document.number, Silence) else "number"
        yield "document", file, (*path, named), document.ref
    for file, path, platform in context.every("platforms.yml", Platform):
        yield "platform id", file, (*path, "id"), platform.id
        yield "platform", file, (*path, "name"), platform.name
        for index, alias in enumerate(platform.aliases):
            yield "platform", file, (*path, "aliases", index), alias
    for file, path, base_list in context.every("bases.yml", BaseList):
        yield "base list id", file, (*path, "id"), base_list.id


def _named_documents(context: Context) -> Iterator[tuple[DataFile, model.Path, str]]:
    """Documents by name, of the files that name one that is not known."""
    for file in context.folder.files:
        for path, node in file.nodes if not context.documents.keys() >= set(file.gist.documents) else ():
            if isinstance(node, Source) and node.document is not None:
                yield file, (*path, "document"), node.document
            elif isinstance(node, CityYear):
                for index, ref in enumerate(node.notices):
                    yield file, (*path, "notices", index), ref
            elif isinstance(node, Document):
                for index, ref in enumerate(node.rests_on):
                    yield file, (*path, "rests_on", index), ref


def _close_number(ref: str, known: Sequence[str]) -> str | None:
    """The registered number that was probably meant: brackets and blanks are what goes wrong most.

    Numbers have much in common, so that only a very close one is named.
    """
    brackets = str.maketrans("", "", "〔〕[]［］()（）【】 　")
    bare = {name.translate(brackets): name for name in reversed(known)}
    close = difflib.get_close_matches(ref.translate(brackets), bare, n=1, cutoff=0.85)
    return bare[close[0]] if close else None


def former_ids_are_free(context: Context) -> Iterator[Problem]:
    """A former id is no id of today and stands once: its old address leads to one new one."""
    kinds: tuple[tuple[str, type[Region] | type[Document]], ...] = (
        ("regions.yml", Region),
        ("documents", Document),
    )
    for place, kind in kinds:
        found = list(context.every(place, kind))
        taken = {item.id for _, _, item in found}
        for file, path, item in found:
            for index, former in enumerate(item.former_ids):
                if former in taken:
                    yield problem(file, (*path, "former_ids", index), "E250", former)
                taken.add(former)


RULES: tuple[Rule, ...] = (
    city_is_its_folder,
    year_is_its_file,
    city_is_a_region,
    main_notice_is_of_the_year,
    main_notice_is_of_the_city,
    documents_exist,
    sources_were_read,
    platforms_exist,
    base_lists_exist,
    names_are_unique,
    former_ids_are_free,
)
