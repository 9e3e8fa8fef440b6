"""Why something was not sent, in the reader's language. What is stored is what servers and services said, for whoever
mends it; the meaning of what is known is put before it."""

import re

from django.utils.translation import gettext_lazy as _

# Beginning of what is stored → what it means.
CAUSES = {
    "too many messages": _("发得太频繁，稍后自动再发"),
    "HTTP 5": _("服务暂时不可用"),
    "no such robot": _("机器人不存在或已从群里移除"),
    "signature not accepted": _("签名密钥不对"),
    "signature, network address or keyword not accepted": _("签名密钥不对，或服务不接受本机网络地址、关键词"),
    "network address not accepted": _("服务不接受本机网络地址"),
    "keyword missing": _("缺少机器人安全设置要求的关键词"),
    "the group was dissolved": _("群已解散"),
    "the robot is switched off": _("机器人已停用"),
    "invalid webhook key": _("Webhook 地址里的 key 不对"),
    "invalid message type": _("服务不接受这种消息"),
    "not allowed in this group": _("机器人不能在这个群里说话"),
    "address not allowed": _("不是该服务的地址"),
    "stored under a key": _("地址或密钥已无法解密，请重新填写"),
    "recipient has left": _("收件人已离职"),
    "CannotReach: no e-mail address": _("没有登记邮箱"),
    "CannotReach: no robot": _("该员工的部门没有群机器人"),
    "SMTPAuthenticationError": _("邮件服务器不接受用户名或密码"),
    "SMTPRecipientsRefused": _("邮件服务器不接受收件地址"),
    "SMTPSenderRefused": _("邮件服务器不接受发件地址"),
    "SMTPServerDisconnected": _("邮件服务器中断了连接"),
    "ReadTimeout": _("服务没有及时答复"),
    "ConnectTimeout": _("连不上服务"),
    "TimeoutError": _("服务没有及时答复"),
    "SSLError": _("服务的证书不可信"),
    "ConnectionError": _("连不上服务"),
    "ConnectionRefusedError": _("连不上服务"),
    "gaierror": _("连不上服务"),
}
_WORDS = re.compile(r"\((.+)\)$")


def explained(stored: str) -> str:
    """The meaning, and in brackets what was answered; what is not known as it is."""
    for beginning, meaning in CAUSES.items():
        if stored.startswith(beginning):
            answered = _WORDS.search(stored)
            return f"{meaning} ({answered[1]})" if answered else str(meaning)
    return stored
