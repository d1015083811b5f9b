namespace Leastwise.Trail;

/// <summary>The ARN of a role, or of an instance profile, which passes the role that it carries.</summary>
internal static class PassableRole
{
    /// <summary>Whether a text is such an ARN.</summary>
    public static bool Is(string? text) =>
        Text.Arn.TryParse(text, out Text.Arn? arn)
        && arn.Service == "iam"
        && (arn.Resource.StartsWith("role/", StringComparison.Ordinal) || arn.Resource.StartsWith("instance-profile/", StringComparison.Ordinal));

    /// <summary>The same of UTF-8, without taking it apart.</summary>
    public static bool IsIn(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("arn:"u8))
        {
            return false;
        }

        text = text[4..];
        int colon = text.IndexOf((byte)':');
        if (colon < 0 || !text[(colon + 1)..].StartsWith("iam:"u8))
        {
            return false;
        }

        // Behind the service come region and account, then the resource.
        text = text[(colon + 5)..];
        for (int part = 0; part < 2; part++)
        {
            colon = text.IndexOf((byte)':');
            if (colon < 0)
            {
                return false;
            }

            text = text[(colon + 1)..];
        }

        return text.StartsWith("role/"u8) || text.StartsWith("instance-profile/"u8);
    }
}
