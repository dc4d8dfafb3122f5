"""What stands in the place of the list when nobody is in it: why, and the way back."""

from chapter_desk.core.members.roster import RosterView
from chapter_desk.gui.members.list_now import ListQuery
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import EmptyState
from chapter_desk.i18n import _, ngettext


class NobodyFound(EmptyState):
    """Nobody matches; `remove` takes the last condition off."""

    def __init__(self) -> None:
        self.remove = ActionButton(_("Remove the last filter"), icon="x")
        super().__init__("", "", "", [self.remove])

    def say_for(self, query: ListQuery) -> None:
        """Say why nobody is there."""
        count = query.conditions
        self.remove.setVisible(bool(count))
        self.remove.setText(_("Clear the search") if query.text else _("Remove the last filter"))
        if not count:
            self.say(_nobody_words(query.view))
        elif query.text and count == 1:
            self.say(_("Nobody is found for “{text}”.").replace("{text}", query.text))
        else:
            words = ngettext("Nobody matches this filter.", "Nobody matches all {n} filters.", count)
            self.say(words.format(n=count))


def _nobody_words(view: RosterView) -> str:
    return {
        RosterView.EVERYONE: _("Everybody is archived."),
        RosterView.MEMBERS: _("Nobody is a member yet. One visit or one gift is enough."),
        RosterView.SUPPORTERS: _("Everybody here is a member."),
        RosterView.NEW_THIS_MONTH: _("Nobody new this month."),
        RosterView.NO_CONTACT: _("Everybody has an e-mail or a phone."),
        RosterView.ARCHIVED: _("Nobody is archived."),
    }[view]
