using Leastwise.Trail;

namespace Leastwise.Tests.Trail;

/// <summary>What a reader made of some bytes, in words that can be compared.</summary>
internal delegate string ReaderUnderTest(byte[] content);

/// <summary>
/// Damages real content at random and gives it to readers: none may throw or hang, each must say the same twice, and all must say the same. Seeded, so that
/// a failure names the seed that brings it back.
/// </summary>
internal static class MutationFuzzer
{
    /// <summary>Processor time of all tests together, so that a machine that is busy with other things fails none: twenty seconds at least by the clock.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20 * Environment.ProcessorCount);

    /// <summary>For a longer hunt than a test run has time for: so many times as many rounds.</summary>
    private static readonly int Times = int.TryParse(Environment.GetEnvironmentVariable("LEASTWISE_FUZZ_TIMES"), out int times) ? times : 1;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "{", "}", "[", "]", "\"", "\\", ",", ":", "\\\"", "\\u0000", "\\ud800", "null", "true", "1e999", "-0", "{\"Records\":[", "\"eventName\":", "\"eventTime\":\"2099-01-01T00:00:00Z\",",
            "\"userIdentity\":{", "\"detail\":", "\"message\":\"{", "\"CloudTrailEvent\":\"", "\n", "\r\n", "\0", "\u00e9", "\"H4sI", "\"eyJ", "{type=", "\"errorCode\":7,", "[[[[[[[[", "]]]]",
        }.Select(ShapeSamples.Utf8),
        [0xff], [0xc3], [0xed, 0xa0, 0x80], [0x1f, 0x8b, 8], [0x28, 0xb5, 0x2f, 0xfd, 4], [0xef, 0xbb, 0xbf],
    ];

    /// <summary>Gives the readers <paramref name="rounds"/> damaged forms of each content.</summary>
    public static void Run(IEnumerable<(string Name, byte[] Content)> contents, int rounds, params ReaderUnderTest[] readers)
    {
        foreach ((string name, byte[] content) in contents)
        {
            for (int seed = 0; seed < rounds * Times; seed++)
            {
                byte[] damaged = Damage(content, new Random(HashCode(name) + seed));
                TimeSpan before = Environment.CpuUsage.TotalTime;
                string first = readers[0](damaged);
                foreach (ReaderUnderTest reader in readers)
                {
                    reader(damaged).ShouldBe(first, $"{name}, seed {seed}");
                }

                (Environment.CpuUsage.TotalTime - before).ShouldBeLessThan(Longest, $"{name}, seed {seed}");
            }
        }
    }

    /// <summary>The content with one to six things done to it.</summary>
    public static byte[] Damage(byte[] content, Random random)
    {
        List<byte> damaged = [.. content];
        for (int left = random.Next(1, 7); left > 0 && damaged.Count > 0; left--)
        {
            int at = random.Next(damaged.Count), length = Math.Min(damaged.Count - at, 1 << random.Next(10));
            switch (random.Next(8))
            {
                case 0:
                    damaged[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 2:
                    damaged.RemoveRange(at, length);
                    break;
                case 3:
                    damaged.InsertRange(at, damaged.GetRange(random.Next(damaged.Count - length + 1), length));
                    break;
                case 4:
                    damaged.RemoveRange(at, damaged.Count - at);
                    break;
                default:
                    byte[] token = Tokens[random.Next(Tokens.Length)];
                    damaged.InsertRange(at, Enumerable.Repeat(token, random.Next(20) == 0 ? 400 : 1).SelectMany(one => one));
                    break;
            }
        }

        return [.. damaged];
    }

    /// <summary>The same in every process, unlike the platform's.</summary>
    private static int HashCode(string text) => text.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter)) & 0x3fffffff;
}
