"""What Salver costs: the stages of the engine on a workload, and the worst single file of a folder."""
