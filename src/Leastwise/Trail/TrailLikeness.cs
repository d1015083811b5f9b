namespace Leastwise.Trail;

/// <summary>What a file looks like from its first bytes, to one who sorts files and does not read them.</summary>
public enum TrailLikeness
{
    /// <summary>JSON, which may be a log or anything else.</summary>
    Json,

    /// <summary>Only a log, if anything: packed, an archive, a table or lines of records, or nothing that can be opened, which the reader of logs will name.</summary>
    Log,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>Tells <see cref="TrailLikeness"/>.</summary>
public static class TrailLikenesses
{
    private const int Enough = 4096;

    private static ReadOnlySpan<byte> BlanksAndMarks => [(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0, 0xEF, 0xBB, 0xBF, 0xFF, 0xFE];

    /// <summary>What the file looks like.</summary>
    public static TrailLikeness Of(string path)
    {
        try
        {
            using FileStream? file = TrailOpening.Open(path, out _);
            if (file is null)
            {
                return TrailLikeness.Log;
            }

            byte[] start = new byte[Enough];
            return Of(start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return TrailLikeness.Log;
        }
    }

    private static TrailLikeness Of(ReadOnlySpan<byte> start)
    {
        if (PackedText.Begins(start) || start.StartsWith("PK"u8) || TarArchive.Begins(start) || OtherText.SentenceForBinary(start) is not null)
        {
            return TrailLikeness.Log;
        }

        int first = start.IndexOfAnyExcept(BlanksAndMarks);
        return first < 0 ? TrailLikeness.Other
            : start[first] is (byte)'{' or (byte)'[' ? TrailLikeness.Json
            : CsvTable.Of(start[first..]) is not null || TrailTextReader.LineHoldsDocument(start[first..]) || start[first..].StartsWith("\"{"u8) ? TrailLikeness.Log
            : TrailLikeness.Other;
    }
}
