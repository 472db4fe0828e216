"""What a site tells the public and the authorities about its moderation (Digital Services Act, Art.
15, 17, 24): a report that is counted twice, and its statements of reasons in the European form.
"""
