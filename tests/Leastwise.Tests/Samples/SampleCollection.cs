namespace Leastwise.Tests.Samples;

/// <summary>Tests that share the generated sample, so that it is written only once for all of them.</summary>
[CollectionDefinition(Name)]
public sealed class SampleCollection : ICollectionFixture<GeneratedSample>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "The generated sample";
}
