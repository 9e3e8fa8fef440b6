"""Everything that changes the catalogue."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xieli.core import pinyin

from .models import Resource


def save_resource(resource: Resource) -> Resource:
    """Store a new or changed resource, its name spelled for the search.

    Raises ValidationError where what is promised to others would no longer be there.
    """
    resource.code = resource.code.strip().upper()
    resource.pinyin, resource.initials = pinyin.keys(resource.name)
    resource.full_clean()
    try:
        with transaction.atomic():
            resource.save()
    except IntegrityError as error:
        raise ValidationError(_("已有预约用到这么多或这段时间，请先与借用部门改期再修改。")) from error
    return resource
