namespace Leastwise.Usage;

/// <summary>
/// Makes patterns of ARNs, each level of the one before it, so that generalising in steps gives what generalising at once gives. The levels: 1 cuts at the
/// last slash; 2 at the container (the bucket, or a resource's type and first name); 3 at the type, or at the bare service where ARNs have no type;
/// 4 leaves <c>*</c>.
/// </summary>
internal static class ArnGeneralisation
{
    /// <summary>The level that leaves nothing.</summary>
    public const int Highest = 4;

    /// <summary>The pattern; it matches whatever <paramref name="arn"/> matches.</summary>
    public static string Apply(string arn, int level)
    {
        for (int step = 1; step <= level; step++)
        {
            arn = Step(arn, step);
        }

        return arn;
    }

    private static string Step(string arn, int level)
    {
        int start = ResourcePart(arn);
        if (level >= Highest || start < 0)
        {
            return level >= 3 || start < 0 && level >= 2 ? "*" : arn;
        }

        ReadOnlySpan<char> resource = arn.AsSpan(start);
        int slash = resource.IndexOf('/');
        return level switch
        {
            1 => resource.LastIndexOf('/') is >= 0 and int last ? $"{arn.AsSpan(0, start + last + 1)}*" : arn,
            2 => slash < 0 ? arn
                : IsS3(arn) ? $"{arn.AsSpan(0, start + slash + 1)}*"
                : resource[(slash + 1)..].IndexOf('/') is >= 0 and int second ? $"{arn.AsSpan(0, start + slash + second + 2)}*"
                : arn,
            _ => IsS3(arn) || resource.IndexOfAny('/', ':') is not (>= 0 and int type) ? $"{arn.AsSpan(0, start)}*" : $"{arn.AsSpan(0, start + type + 1)}*",
        };
    }

    /// <summary>Where the resource begins: after the fifth colon; -1 where the text is no ARN.</summary>
    private static int ResourcePart(string arn)
    {
        if (!arn.StartsWith("arn:", StringComparison.Ordinal))
        {
            return -1;
        }

        int at = -1;
        for (int colons = 0; colons < 5; colons++)
        {
            at = arn.IndexOf(':', at + 1);
            if (at < 0)
            {
                return -1;
            }
        }

        return at + 1;
    }

    private static bool IsS3(string arn) => arn.IndexOf(":s3:::", StringComparison.Ordinal) is > 0 and < 20;
}
