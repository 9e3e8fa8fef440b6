"""Password rules of our own beside Django's: length and the common list are in the settings."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from xieli.accounts.models import Account


class NotAboutYourself:
    """A password must not contain the login name, employee number, telephone number or name's pinyin."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise where the password holds what everybody knows about its owner."""
        known = [user.username] if user else []
        if user and user.person:
            known += [user.person.number, user.person.phone, user.person.pinyin]
        if any(len(word) >= 4 and word.lower() in password.lower() for word in known):
            raise ValidationError(_("密码里不要包含登录名、工号、手机号或姓名拼音。"), code="about_yourself")

    def get_help_text(self) -> str:
        """The rule as a sentence."""
        return _("不包含登录名、工号、手机号或姓名拼音。")
