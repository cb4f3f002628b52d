"""Who stands behind a message: SPF, DKIM, DMARC and ARC, our own checks and what trusted servers report (RFC 8601)."""
