"""What can go wrong with bundles and keys."""

from chapter_desk.core.explanation import Explanation, explain
from chapter_desk.errors import BundleRefused, BundleTooLarge, NotAKey, PreviewOutdated, SampleKeyOnly
from chapter_desk.i18n import _


@explain.register
def _not_a_key(error: NotAKey) -> Explanation:
    happened = {
        "recipient": _("That is not a key that bundles can be sealed to."),
        "identity": _("That is not a key that opens bundles."),
        "verify": _("That is not a key that proves who signed a bundle."),
        "signing": _("That is not a key that signs bundles."),
    }[error.kind]
    return Explanation(happened, _("Nothing was changed."), _("Copy the whole line of the key file again."))


@explain.register
def _sample_key_only(error: SampleKeyOnly) -> Explanation:
    return Explanation(
        _("The keys of this national pack are samples: everybody can open what is sealed to them."),
        _("No bundle was written. Everything stays on this laptop."),
        _("Send counts only, or ask national for the key that bundles are sealed to."),
    )


@explain.register
def _bundle_too_large(error: BundleTooLarge) -> Explanation:
    return Explanation(
        _("This does not fit one bundle of {n} MB.").format(n=error.limit >> 20),
        _("No bundle was written. Everything stays on this laptop."),
        _("Write the changes since the last bundle, or take a backup to the other laptop."),
    )


@explain.register
def _bundle_refused(error: BundleRefused) -> Explanation:
    happened = {
        "unreadable": _("The disk does not give out this bundle."),
        "too-large": _("This bundle is larger than any that Chapter Desk writes."),
        "not-a-bundle": _("This file is not a bundle of Chapter Desk."),
        "cut-short": _("This bundle was cut short."),
        "damaged": _("This bundle was damaged on its way."),
        "not-for-us": _("This bundle is sealed for somebody else."),
        "unknown-sender": _("We do not know who wrote this bundle."),
        "revoked": _("This bundle was written by a laptop that is no longer trusted."),
        "altered": _("This bundle was changed after it was signed."),
        "newer": _("This bundle was written by a newer Chapter Desk."),
        "wrong-kind": _("This bundle is not of a kind that its sender may write."),
        "wrong-chapter": _("This bundle is of another chapter."),
        "wrong-content": _("This bundle holds something that cannot be right."),
    }[error.reason]
    safe = _("It is kept in the inbox.") if error.reason == "newer" else _("Nothing was changed.")
    return Explanation(happened, safe, _what_to_do_about_a_bundle(error.reason, error.sender))


@explain.register
def _preview_outdated(error: PreviewOutdated) -> Explanation:
    return Explanation(
        _("Something changed since you looked at what leaves."),
        _("No bundle was written."),
        _("Look at it once more, then write it."),
    )


def _what_to_do_about_a_bundle(reason: str, sender: str) -> str:
    if reason in ("unknown-sender", "altered"):
        return _("Call the sender and compare the four words.")
    if reason == "revoked":
        return _("Ask the chapter lead whether that laptop was found.")
    if reason == "newer":
        return _("Update to read it.")
    if reason == "unreadable":
        return _("Check the disk or USB stick, then try again.")
    if reason == "not-a-bundle":
        return _("Choose a file whose name begins with cd- and ends in .cdb.")
    if reason == "wrong-chapter":
        return _("Open the chapter it belongs to and take it in there.")
    if reason == "not-for-us":
        return _("Ask {sender} to write one for you.").format(sender=sender or _("the sender"))
    return _("Ask {sender} to write it again.").format(sender=sender or _("the sender"))
