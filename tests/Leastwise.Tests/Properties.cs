using FsCheck;

namespace Leastwise.Tests;

/// <summary>How property tests run: from a fixed seed, and failing by exception.</summary>
internal static class Properties
{
    public static Config Fixed(int tests) => Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay(20260926, 3);
}
