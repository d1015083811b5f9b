namespace Leastwise.Trail;

/// <summary>
/// Reads content whatever it is packed in: takes off gzip and zstd, opens tar and zip archives, and hands texts on. Layers may lie in one another, such as
/// gzips in a zip, or a tar in a gzip.
/// </summary>
/// <param name="taker">Reads the records.</param>
/// <param name="budget">What the file may unpack to.</param>
/// <param name="now">Events after this moment are dated in the future.</param>
internal sealed class TrailContentReader(RecordTaker taker, UnpackBudget budget, DateTimeOffset now)
{
    private const int TarHeader = 512;

    /// <summary>Reads a stream, which it leaves open.</summary>
    /// <param name="path">How messages call it.</param>
    /// <param name="content">The stream; where it can seek, a zip need not be held in memory.</param>
    /// <param name="layer">How many layers were taken off already.</param>
    public TrailFileResult Read(string path, Stream content, int layer = 0)
    {
        using var window = new TextWindow(content);
        return Read(path, content, window, layer);
    }

    private TrailFileResult Read(string path, Stream content, TextWindow window, int layer)
    {
        window.Reach(TarHeader);
        ReadOnlySpan<byte> head = window.Text;
        bool packed = PackedText.Begins(head), zip = head.StartsWith("PK\x3\x4"u8) || head.StartsWith("PK\x5\x6"u8), tar = TarArchive.Begins(head);
        if ((packed || zip || tar) && layer > TrailLimits.MaxWrapping)
        {
            return NotRead(path, $"It is packed more than {TrailLimits.MaxWrapping} times over; unpack it first.");
        }

        if (!tar && OtherText.SentenceForBinary(head) is string sentence)
        {
            return NotRead(path, sentence);
        }

        using ReadOnlyStream? text = PackedText.Open(head, window.Rest(), budget);
        if (text is not null)
        {
            return Read(path, text, layer + 1);
        }

        if (zip)
        {
            return ZipContent.Read(path, content, window, budget, (name, entry) => Read(name, entry, layer + 1));
        }

        if (tar)
        {
            return TarArchive.Read(path, window.Rest(), budget, (name, entry) => Read(name, entry, layer + 1));
        }

        return TrailTextReader.Read(window, taker, new Findings(path, now, budget));
    }

    private static TrailFileResult NotRead(string path, string because) => new() { Path = path, ContentHash = "", NotReadBecause = because, LosesEvents = true };
}
