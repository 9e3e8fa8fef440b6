"""The rules of passwords: long, not on the list of common ones, not about oneself; said in our own words."""

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from xieli.accounts.models import Account


class LongEnough(MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        """What is wrong."""
        return _("密码至少要有 %(n)s 个字符。") % {"n": self.min_length}

    def get_help_text(self) -> str:
        """The rule as a sentence."""
        return _("至少 %(n)s 个字符；") % {"n": self.min_length}


class NotCommon(CommonPasswordValidator):
    """Not one of those everybody tries first."""

    def get_error_message(self) -> str:
        """What is wrong."""
        return _("这个密码太常见，容易被猜到，请换一个。")

    def get_help_text(self) -> str:
        """The rule as a sentence."""
        return _("不用常见的密码；")


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
