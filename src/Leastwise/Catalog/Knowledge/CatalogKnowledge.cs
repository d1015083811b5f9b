namespace Leastwise.Catalog.Knowledge;

/// <summary>The fact tables, read for answering: how operations, events and actions correspond, and what CloudTrail records.</summary>
internal sealed class CatalogKnowledge
{
    public CatalogKnowledge(ActionCatalog catalog, FactTables tables)
    {
        Tables = tables;
        Evidence = new EvidenceCodes(tables);
        Operations = new OperationFacts(catalog, tables, Evidence);
        Hosts = new HostFacts(catalog, tables, Evidence, Operations);
        Logging = new LoggingFacts(catalog, tables, this);
        Proofs = new ProofIndex(catalog, this);
    }

    /// <summary>The tables as written.</summary>
    public FactTables Tables { get; }

    /// <summary>What evidence codes stand for.</summary>
    public EvidenceCodes Evidence { get; }

    /// <summary>Operations and clients.</summary>
    public OperationFacts Operations { get; }

    /// <summary>Event sources and event names.</summary>
    public HostFacts Hosts { get; }

    /// <summary>What CloudTrail records.</summary>
    public LoggingFacts Logging { get; }

    /// <summary>The way back, from actions to events.</summary>
    public ProofIndex Proofs { get; }
}
